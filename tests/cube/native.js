// Stands in for Cube's native addon, whose install step downloads it from a host of its own.
//
// Of the addon's work only the last shaping of rows is needed here: SQL aliases become member names,
// times lose their zone. Compiling, validation, SQL, authorisation, queue and annotations are Cube's.
'use strict';

const nothing = () => undefined;
const missing = (what) => () => {
  throw new Error(`${what} needs the native addon`);
};

function shaped(value, type) {
  if (type !== 'time' || typeof value !== 'string') {
    return value;
  }
  const moment = new Date(/(Z|[+-]\d\d:?\d\d)$/.test(value) ? value : `${value.replace(' ', 'T')}Z`);
  return Number.isNaN(moment.getTime()) ? value : moment.toISOString().slice(0, -1);
}

function rows({ aliasToMemberNameMap, annotation, query, queryType }, raw) {
  const { members: aliases, columns } = JSON.parse(Buffer.from(raw).toString());
  const names = aliases.map((alias) => aliasToMemberNameMap[alias]);
  const hidden = names.find((name) => !annotation[name]);
  if (hidden) {
    throw new Error(`You requested hidden member: '${hidden}'. Please make it visible using \`shown: true\`.`);
  }
  return Array.from({ length: columns.length ? columns[0].length : 0 }, (_, i) => {
    const row = {};
    names.forEach((name, column) => {
      row[name] = shaped(columns[column][i], annotation[name].type);
      const [cube, member, granularity] = name.split('.');
      if (granularity && !names.includes(`${cube}.${member}`)) {
        row[`${cube}.${member}`] = row[name];
      }
    });
    if (queryType === 'compareDateRangeQuery') {
      row.compareDateRange = query.timeDimensions[0].dateRange.join(' - ');
    }
    return row;
  });
}

const body = (result) => Buffer.from(JSON.stringify(result));

module.exports = {
  isFallbackBuild: () => true,
  setupLogger: nothing,
  resetLogger: nothing,
  redactSqlLiterals: (sql) => sql,
  registerInterface: async () => ({}),
  shutdownInterface: async () => {},
  newJinjaEngine: () => ({ loadTemplate: missing('Jinja'), renderTemplate: missing('Jinja') }),
  buildSqlAndParams: missing('The Tesseract planner'),
  getFinalQueryResult: async (transform, raw, result) => body({ ...result, data: rows(transform, raw) }),
  getFinalQueryResultMulti: async (transforms, raws, response) =>
    body({
      ...response,
      results: response.results.map((result, i) => ({ ...result, data: rows(transforms[i], raws[i]) })),
    }),
};
