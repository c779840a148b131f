"""The application as Python sees it."""

from __future__ import annotations

import logging
from collections.abc import Generator, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self

from agno.models.base import Model

from pipeline.analysis.agent import AgentAnalyst
from pipeline.analysis.base import Analyst, RulesAnalyst
from pipeline.answer import Answer, Outcome
from pipeline.cache import writing_to
from pipeline.cancellation import Cancellation
from pipeline.catalog import Catalog
from pipeline.demo import data as demo
from pipeline.deployments import Deployments, Source
from pipeline.derived import Basis
from pipeline.engines.base import Compiled, Engine
from pipeline.engines.cube import CubeEngine
from pipeline.engines.embedded import EmbeddedEngine
from pipeline.errors import Cancelled, QueryError, QuestionError, TextToBIError
from pipeline.events import Event
from pipeline.language import Language, detect
from pipeline.llm import model_of
from pipeline.planner.agent import AgentPlanner
from pipeline.planner.base import Plan, Planner, Question
from pipeline.planner.rules import RulesPlanner
from pipeline.query import Query
from pipeline.reading.job import Read
from pipeline.reading.readers import Readers, Say
from pipeline.runs import Run, Runs
from pipeline.settings import Settings
from pipeline.sources.decisions import Decision, decisions_in
from pipeline.uploads import MODEL, Uploads

logger = logging.getLogger(__name__)

_DEMO_MODEL = Path(demo.__file__).parent / "model"
_VALUES = 100_000  # of a visitor's data that questions can name; about 1.2 KB of memory each


class Pipeline:
    """Answers questions over one catalog. Safe to use from many threads; close it, or use ``with``.

    Attributes:
        engine: where the data is.
        runs: every run of this process, also those that other doors began.
        uploads: data that visitors brought along.
        readers: what reads data in other processes.
    """

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        engine: Engine | None = None,
        planner: Planner | None = None,
        say: Say = lambda doing: None,
    ) -> None:
        """Opens what the settings name; ``engine`` and ``planner`` stand in for theirs, and an
        engine that was handed in stays open when the pipeline is closed. ``say`` hears how far reading
        the data has come.

        Raises `SettingsError`, `SourceError`, `ModelError`, `EngineUnavailable`.
        """
        self.settings = settings or Settings()
        self._model = model = model_of(self.settings)
        self.readers = Readers(self.settings)
        self._borrowed = engine is not None
        self.engine = engine or _engine(self.settings, self.readers, say)
        self.engine.ping()
        self._planner = planner or _planner(self.settings, self.engine, model)
        self._deployments = _deployments(self.settings, model)
        if self.settings.cube_url and not self._borrowed:
            self._deployments.add(self.settings.cube_url, Source(self.engine, self._planner))
        self.uploads = Uploads(self.settings, self._read, self._open)
        self.runs = Runs(self.engine, self._planner, self.settings, analyst=_analyst(self.settings, model))

    @property
    def catalog(self) -> Catalog:
        """What can be asked."""
        return self.engine.catalog

    def suggestions(self, language: Language, count: int = 5, upload: str | None = None) -> tuple[str, ...]:
        """Up to ``count`` questions that work here, for whoever does not know the catalog yet; none
        from a planner that makes none. Raises `UploadNotFound`."""
        planner = self._planner if upload is None else self.uploads.get(upload).source.planner
        return (
            planner.suggester.suggest(language, count=count)
            if isinstance(planner, RulesPlanner | AgentPlanner)
            else ()
        )

    def start(
        self,
        question: str,
        *,
        previous: Basis | None = None,
        default_language: Language = "en",
        watched: bool = False,
        client: str | None = None,
        cube_url: str | None = None,
        upload: str | None = None,
    ) -> Run:
        """Begins a run and returns at once; ``default_language`` is for a question without words.

        A ``watched`` run is cancelled when nobody follows it for `Settings.follow_grace_seconds`;
        ``client`` says who asks, for the limits of one client. ``cube_url`` is the Cube server to
        ask, one of `Settings.allowed_cube_urls`; whoever names it first waits until it is read.
        ``upload`` is the key of data that was brought along.

        Raises `QuestionError`, `TooManyRuns`, `TooOften`, `TooManyAtOnce`; for a Cube server also
        `CubeNotAllowed`, `EngineUnavailable`, `ModelError`; for data that was brought `UploadNotFound`.
        """
        if cube_url is not None and upload is not None:
            raise QuestionError(
                "A question is about one source of data: cubejs_url or upload.",
                "一个问题只能针对一个数据来源：cubejs_url 或 upload。",
            )
        if upload is not None:
            engine, planner = self.uploads.get(upload).source
        elif cube_url is not None:
            engine, planner = self._deployments.source(cube_url)
        else:
            engine, planner = self.engine, self._planner
        asked = Question(question, detect(question, default_language), _known(previous, engine.catalog))
        return self.runs.start(asked, planner, engine=engine, watched=watched, client=client)

    def ask(self, question: str, *, previous: Answer | None = None) -> Answer:
        """The whole answer; what goes wrong is in its outcome. ``previous`` makes it a follow-up."""
        try:
            return self.start(question, previous=previous.basis if previous else None).result()
        except TextToBIError as error:
            language = detect(question)
            return Answer(
                question=question,
                language=language,
                outcome=Outcome.FAILED,
                error={"code": error.code, "message": error.message(language)},
            )

    def stream(self, question: str, *, previous: Answer | None = None) -> Iterator[Event]:
        """The events of a run as they happen. Leaving it early does not stop the run.

        Raises `QuestionError`, `TooManyRuns`.
        """
        return self.start(question, previous=previous.basis if previous else None).follow()

    def query(self, query: Query | Mapping[str, Any], *, language: Language = "en") -> Answer:
        """The answer to a Cube query. Raises `QueryError`, `EngineError`, `TooManyRuns`, `Cancelled`."""
        parsed = self._checked(query)
        about = ", ".join(parsed.columns)[: self.settings.question_length]
        run = self.runs.start(Question(about, language), planner=_Given(parsed))
        answer = run.result()
        if run.error:
            raise run.error
        if answer.outcome is Outcome.CANCELLED:
            raise Cancelled
        return answer

    def sql(self, query: Query | Mapping[str, Any]) -> Compiled:
        """The SQL of a Cube query and its bound values, not executed. Raises `QueryError`."""
        return self.engine.compile(self._checked(query))

    def close(self) -> None:
        """Cancels what runs and lets go of the data."""
        self.runs.close()
        self._deployments.close()
        self.uploads.close()
        if not self._borrowed:
            self.engine.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def _read(
        self,
        files: Path,
        folder: Path,
        cancellation: Cancellation,
        say: Say,
        decisions: Sequence[Decision],
    ) -> Read:
        """What a visitor brought."""
        return self.readers.read(
            files,
            folder,
            model=folder / MODEL,
            decisions=decisions,
            private=True,
            cancellation=cancellation,
            say=say,
        )

    def _open(self, data: Path, model: Path) -> Source:
        """What a visitor brought, to be asked: nothing of the operator's reaches it, such as a security
        context."""
        seconds = min(self.settings.warm_up_seconds, self.settings.read_seconds)
        settings = self.settings.model_copy(update={"cube_context": None, "warm_up_seconds": seconds})
        engine = _embedded(settings, model, data)
        try:
            return Source(engine, _planner(settings, engine, self._model, most_values=_VALUES))
        except BaseException:
            engine.close()
            raise

    def _checked(self, query: Query | Mapping[str, Any]) -> Query:
        parsed = Query.parse(query)
        self.catalog.check(parsed)
        return parsed


def _known(previous: Basis | None, catalog: Catalog) -> Basis | None:
    """What to follow up on, unless it is of other data."""
    try:
        if previous is not None:
            catalog.check(previous.query)
    except QueryError:
        return None
    return previous


class _Given:
    """The planner of somebody who brings the query along."""

    def __init__(self, query: Query) -> None:
        self._query = query

    def plan(self, question: Question, cancellation: Cancellation) -> Generator[str, None, Plan]:
        yield from ()
        return Plan(Outcome.ANSWERED, self._query)


def _engine(settings: Settings, readers: Readers, say: Say) -> Engine:
    if settings.cube_url:
        return _cube(settings, settings.cube_url)
    if settings.data is None:
        with writing_to(settings.cache_dir) as folder:
            data = demo.ensure(folder, settings.today or date.today(), settings.demo_scale)
        return _embedded(settings, settings.model_dir or _DEMO_MODEL, data)
    if settings.model_dir:
        decisions = decisions_in(settings.model_dir)
        read = readers.read(settings.data, settings.cache_dir, decisions=decisions, say=say)
        return _embedded(settings, settings.model_dir, read.data)
    with TemporaryDirectory(prefix="text-to-bi-") as folder:
        read = readers.read(settings.data, settings.cache_dir, model=Path(folder), say=say)
        for note in read.said:
            logger.warning("%s", note.en)
        return _embedded(settings, Path(folder), read.data)


def _embedded(settings: Settings, model_dir: Path, data: Path) -> EmbeddedEngine:
    return EmbeddedEngine(
        model_dir,
        data,
        today=settings.today,
        security_context=settings.cube_context,
        query_seconds=settings.query_seconds,
        max_rows=settings.max_rows,
        memory=settings.memory,
        threads=settings.threads,
    )


def _cube(settings: Settings, url: str) -> CubeEngine:
    return CubeEngine(
        url,
        secret=settings.cube_secret.get_secret_value() if settings.cube_secret else None,
        token=settings.cube_token.get_secret_value() if settings.cube_token else None,
        security_context=settings.cube_context,
        query_seconds=settings.query_seconds,
        max_rows=settings.max_rows,
    )


def _deployments(settings: Settings, model: Model | None) -> Deployments:
    def connected(url: str) -> Source:
        engine = _cube(settings, url)
        try:
            return Source(engine, _planner(settings, engine, model))
        except BaseException:
            engine.close()
            raise

    return Deployments(settings.allowed_cube_urls.split(",") if settings.allowed_cube_urls else (), connected)


def _planner(
    settings: Settings, engine: Engine, model: Model | None, most_values: int | None = None
) -> Planner:
    def clock() -> date:
        return settings.today or date.today()

    rules = RulesPlanner(engine, clock, settings.warm_up_seconds, settings.fiscal_year_start, most_values)
    rules.warm_up()
    return AgentPlanner(model, engine, clock, rules, seconds=settings.llm_seconds) if model else rules


def _analyst(settings: Settings, model: Model | None) -> Analyst:
    return AgentAnalyst(model, seconds=settings.llm_seconds) if model else RulesAnalyst()
