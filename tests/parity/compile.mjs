// Cube's own compiler behind one line of JSON in, one line of JSON out.
//
// In:  {"model": "/folder", "query": {…}} or {"model": "/folder", "meta": true}
// Out: {"sql": "…", "params": […], "columns": {"alias": "member"}}, {"meta": …} or {"error": "…"}
//
// NOW (an ISO moment) in the environment stops the clock that relative dates count from.
import { createRequire } from 'node:module';
import fs from 'node:fs';
import path from 'node:path';
import readline from 'node:readline';

process.env.CUBEJS_TESSERACT_SQL_PLANNER = 'false';
const now = new Date(process.env.NOW).getTime();
const RealDate = Date;
globalThis.Date = class extends RealDate {
  constructor(...args) {
    super(...(args.length ? args : [now]));
  }

  static now() {
    return now;
  }
};

const require = createRequire(import.meta.url);
const { BaseFilter, prepareCompiler, createQuery } = require('@cubejs-backend/schema-compiler');
const { DuckDBQuery } = require('@cubejs-backend/duckdb-driver/dist/src/DuckDBQuery.js');
const { normalizeQuery } = require('@cubejs-backend/api-gateway/dist/src/query.js');

// Cube escapes % and _ in values with a backslash; its newer planner then says ESCAPE '\\' on DuckDB,
// this older one forgets to (see DuckDBQuery.sqlTemplates), which would find nothing.
const { likeIgnoreCase } = BaseFilter.prototype;
BaseFilter.prototype.likeIgnoreCase = function escaped(...args) {
  return `${likeIgnoreCase.apply(this, args)} ESCAPE '\\'`;
};

// Stands in for the native addon: no Python, no Jinja.
const nativeInstance = {
  loadPythonContext: async () => ({ filters: {}, functions: {}, variables: {} }),
  newJinjaEngine: () => ({ loadTemplate() {}, renderTemplate() { throw new Error('Jinja'); } }),
};

const models = new Map();

async function load(folder) {
  if (!models.has(folder)) {
    const names = fs.readdirSync(folder, { recursive: true }).filter((name) => /\.ya?ml$/.test(name));
    const files = names.map((name) => ({
      fileName: name,
      content: fs.readFileSync(path.join(folder, name), 'utf8'),
    }));
    const repo = { localPath: () => folder, dataSchemaFiles: async () => files };
    const compilers = prepareCompiler(repo, { nativeInstance, standalone: true });
    models.set(folder, compilers.compiler.compile().then(() => compilers));
  }
  return models.get(folder);
}

async function answer({ model, query, meta }) {
  const compilers = await load(model);
  if (meta) {
    return { meta: { cubes: compilers.metaTransformer.cubes.map((cube) => cube.config) } };
  }
  const normal = normalizeQuery(query, false);
  const built = createQuery(compilers, 'duckdb', {
    ...normal,
    rowLimit: normal.limit,
    order: normal.order && normal.order.map(([id, direction]) => ({ id, desc: direction === 'desc' })),
    useNativeSqlPlanner: false,
    allowUngroupedWithoutPrimaryKey: true,
    dialectClass: DuckDBQuery,
    queryFactory: { createQuery: (_cube, _compilers, options) => new DuckDBQuery(compilers, options) },
  });
  const [sql, params] = compilers.compiler.withQuery(built, () => built.buildSqlAndParams());
  return { sql, params, columns: built.aliasNameToMember };
}

for await (const line of readline.createInterface({ input: process.stdin })) {
  let reply;
  try {
    reply = await answer(JSON.parse(line));
  } catch (error) {
    reply = { error: String(error.message ?? error) };
  }
  process.stdout.write(`${JSON.stringify(reply)}\n`);
}
