"""Bulletins, and the questions and answers of a day: written, heard before they are published, ended, versions kept."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from booking_core.desk_commands import (
    EndBulletin,
    ListBulletins,
    ListScopes,
    PublishAnswer,
    PublishBulletin,
    TakeAnswerOff,
)
from booking_core.desk_outcomes import AnswerPublished, BulletinPublished, BulletinTold, Scopes, WordsWanted
from booking_core.notices import LONGEST_SPOKEN, LONGEST_WRITTEN
from desk import keyed
from desk.pages import EVERYBODY, Role, actor, ask, language, page, perform, render
from desk.planning import Plan, choices, fault_of, plan, shown, words
from wording.languages import CATALOGUES
from wording.segments import plain, segments

SIGNS_A_SECOND = LONGEST_SPOKEN / 8


def add(pages: Blueprint) -> None:
    """The routes."""
    _bulletins(pages)
    _questions(pages)


def _bulletins(pages: Blueprint) -> None:
    @page(pages, "/bulletins", *EVERYBODY)
    def bulletins() -> ResponseReturnValue:
        return _listed(None)

    @page(pages, "/bulletins/<uuid:row>", Role.SUPERVISOR)
    def bulletin(row: UUID) -> ResponseReturnValue:
        """The form with the words of a version, for the next one."""
        found = next((each for each in ask(ListBulletins()).versions if each.id == row), None)
        return abort(404) if found is None else _listed(found)

    @page(pages, "/bulletins/preview", Role.SUPERVISOR, methods=("POST",))
    def bulletin_preview() -> ResponseReturnValue:
        return _preview(plan(), None)

    @page(pages, "/bulletins", Role.SUPERVISOR, methods=("POST",))
    def publish() -> ResponseReturnValue:
        planned = plan()
        if planned.wrong is not None:
            return _preview(planned, None)
        made = perform(_command(planned))
        if not isinstance(made, BulletinPublished):
            return _preview(planned, fault_of(made))
        return redirect(url_for("desk.bulletins"), 303)

    @page(pages, "/bulletins/<uuid:row>/end", Role.SUPERVISOR, methods=("POST",))
    def end_bulletin(row: UUID) -> ResponseReturnValue:
        perform(EndBulletin(actor(), row))
        return redirect(url_for("desk.bulletins"), 303)


def _questions(pages: Blueprint) -> None:
    @page(pages, "/questions", *EVERYBODY)
    def questions() -> ResponseReturnValue:
        return _asked(None)

    @page(pages, "/questions", Role.SUPERVISOR, methods=("POST",))
    def publish_answer() -> ResponseReturnValue:
        languages = ask(ListScopes(language())).languages
        day = keyed.day(request.form.get("day", "")) or abort(400)
        made = perform(PublishAnswer(actor(), day, words("question", languages), words("answer", languages)))
        if not isinstance(made, AnswerPublished):
            return _asked(fault_of(made))
        return redirect(url_for("desk.questions"), 303)

    @page(pages, "/questions/<uuid:row>/take-off", Role.SUPERVISOR, methods=("POST",))
    def take_off(row: UUID) -> ResponseReturnValue:
        perform(TakeAnswerOff(actor(), row))
        return redirect(url_for("desk.questions"), 303)


def _listed(next_of: BulletinTold | None) -> str:
    scopes = ask(ListScopes(language()))
    return render("bulletins/list.html", versions=ask(ListBulletins()).versions, next_of=next_of, form=_filled(next_of),
                  **_form(scopes))  # fmt: skip


def _form(scopes: Scopes) -> dict[str, object]:
    """What the form needs beside what was filled in."""
    return {"scopes": scopes, "choices": choices(scopes), "shown": shown,
            "zone": scopes.zone(None), "most": LONGEST_SPOKEN, "most_written": LONGEST_WRITTEN}  # fmt: skip


def _filled(version: BulletinTold | None) -> dict[str, str]:
    """The form with the words of a version."""
    if version is None:
        return {}
    spoken = {f"spoken.{language}": text for language, text in version.spoken.items()}
    written = {f"written.{language}": text for language, text in version.written.items()}
    return {"replaces": str(version.id), **spoken, **written}


def _asked(fault: str | None) -> str:
    return render("bulletins/questions.html", answers=ask(ListBulletins()).answers, scopes=ask(ListScopes(language())),
                  fault=fault, form=request.form)  # fmt: skip


def _preview(planned: Plan, fault: str | None) -> str:
    """Each language as it will be said and texted; what is missing is said, and refused if it is sent all the same."""
    languages = planned.scopes.languages
    spoken = words("spoken", languages)
    written = spoken | words("written", languages)
    missing = tuple(each for each in languages if each not in spoken)
    wrong = fault or planned.wrong or (fault_of(WordsWanted(missing)) if missing else None)
    heard = [_heard(each, spoken.get(each, ""), plain(written.get(each, ""))) for each in languages]
    return render("bulletins/preview.html", planned=planned, heard=heard, wrong=wrong, form=request.form,
                  **_form(planned.scopes))  # fmt: skip


def _heard(language: str, spoken: str, written: str) -> tuple[str, str, str, int, str, int]:
    """A language, its voice, the words, how many seconds they take, the text and its segments."""
    voice = CATALOGUES[language].voice if language in CATALOGUES else language
    return language, voice, spoken, round(len(spoken) / SIGNS_A_SECOND), written, segments(written)


def _command(planned: Plan) -> PublishBulletin:
    languages = planned.scopes.languages
    spoken, replaces = words("spoken", languages), keyed.row(request.form.get("replaces", ""))
    return PublishBulletin(actor(), spoken, spoken | words("written", languages), planned.line, planned.office,
                           planned.service, planned.from_at, planned.until, replaces)  # fmt: skip
