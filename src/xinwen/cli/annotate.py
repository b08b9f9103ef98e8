"""``xinwen annotate``: forms out, forms in, and the checks on what was annotated."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from xinwen.cli.adjudicate import adjudicate, agree
from xinwen.cli.console import emit_json
from xinwen.cli.review import audit_kit, audit_score, estimate, review, seed_errors
from xinwen.cli.workplace import annotations_option, load_documents, read_named_passes, register_of, seeds_option
from xinwen.errors import XinwenError
from xinwen.passes.anchoring import reanchor, segments_of
from xinwen.passes.authoring import blank_form, compile_form, draft_form, form_header, form_info
from xinwen.passes.rules import check_pass, check_sentences
from xinwen.passes.store import pass_path, read_stored, write_pass
from xinwen.records import PassInfo
from xinwen.register import Register, check_names
from xinwen.scheme import scheme

if TYPE_CHECKING:
    from xinwen.documents import Document

_KINDS = click.Choice(scheme().annotator_kinds)


@click.group()
def annotate() -> None:
    """Annotate articles: blank forms, passes, agreement, adjudication, review."""


@annotate.command()
@click.argument("articles", nargs=-1)
@click.option("--pass", "pass_name", required=True, help="Name of the pass the forms are for.")
@click.option("--from", "source", help="Start from the labels of this pass; the new pass is then marked as not independent.")
@click.option("--annotator", default="", help="Who annotates: name and version.")
@click.option("--annotator-kind", type=_KINDS, default="person", show_default=True)
@click.option("-o", "--out", type=click.Path(path_type=Path, file_okay=False), default=Path("forms"), show_default=True)
@click.option("--force", is_flag=True, help="Write over forms that are there.")
@click.option("--json", "as_json", is_flag=True, help="Print the pass and the paths of its forms as JSON.")
@seeds_option
@annotations_option
def start(
    articles: tuple[str, ...],
    pass_name: str,
    source: str | None,
    annotator: str,
    annotator_kind: str,
    out: Path,
    force: bool,
    as_json: bool,
    seeds: Path,
    annotations: Path,
) -> None:
    """Write the forms of ARTICLES (all, if none is named) into OUT/<pass>/."""
    info = _base_info(annotator, annotator_kind)
    info = replace(info, name=pass_name, independent=source is None, derived_from=source)
    begun = {p.article_id: p for p in read_named_passes(annotations, source)} if source else {}
    register = register_of(annotations)
    forms = []
    for document in load_documents(seeds, articles):
        id = document.article.article_id
        path = out / pass_name / f"{id}.form"
        if path.exists() and not force:
            raise XinwenError("form-exists", "the form is there already.", place=str(path), remedy="Use --force to write over it.")
        if source and id not in begun:
            remedy = "Name articles that the pass has, or leave --from out."
            raise XinwenError("pass-file", f"the pass {source} has not this article.", place=id, remedy=remedy)
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = replace(begun[id], info=info) if source else None
        text = draft_form(draft, document.sentences, register) if draft else blank_form(id, document.sentences, info)
        path.write_text(text, encoding="utf-8", newline="\n")
        forms.append(str(path))
    if as_json:
        emit_json({"pass": pass_name, "independent": info.independent, "derived_from": source, "forms": forms})
    else:
        click.echo("\n".join(forms))


@annotate.command("compile")
@click.argument("forms", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--annotator", default="", help="Who annotated, where the form does not say.")
@click.option(
    "--annotator-kind", type=_KINDS, default="person", show_default=True, help="What that is, where the form does not say."
)
@seeds_option
@annotations_option
def compile_forms(forms: tuple[Path, ...], annotator: str, annotator_kind: str, seeds: Path, annotations: Path) -> None:
    """Compile FORMS into passes. A form with an error is reported line by line, and not written."""
    documents = {d.article.article_id: d for d in load_documents(seeds, ())}
    base, register = _base_info(annotator, annotator_kind), register_of(annotations)
    failed = False
    for form in forms:
        text = form.read_text("utf-8")
        document = documents.get(form_header(text).get("article", ""))
        if document is None:
            message, remedy = "the form names no article of the pages.", f"Write `@article` and the id of a page of {seeds}/."
            raise XinwenError("form-header", message, place=str(form), remedy=remedy)
        made, errors = compile_form(text, document.sentences, form_info(text, base), register, str(form))
        errors += check_pass(made) if not errors else []
        _report(errors, "error")
        _report(check_names(made, register), "warning")
        failed |= bool(errors)
        if not errors:
            click.echo(write_pass(made, annotations, segments_of(document.sentences, document.clean.alignment)))
    sys.exit(failed)


@annotate.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@seeds_option
@annotations_option
def check(paths: tuple[Path, ...], as_json: bool, seeds: Path, annotations: Path) -> None:
    """Check passes and forms: files, or folders of them."""
    documents = {d.article.article_id: d for d in load_documents(seeds, ())} if seeds.is_dir() else {}
    register = register_of(annotations)
    errors: list[XinwenError] = []
    warnings: list[XinwenError] = []
    files = [file for path in paths for file in ([path] if path.is_file() else sorted(_labelled_files(path)))]
    for file in files:
        found, doubts = _check_file(file, documents, register)
        errors += found
        warnings += doubts
    if as_json:
        lists = {"errors": [e.as_dict() for e in errors], "warnings": [w.as_dict() for w in warnings]}
        emit_json({"files": len(files), **lists})
    else:
        _report(errors, "error")
        _report(warnings, "warning")
        click.echo(f"{len(files)} files, {len(errors)} errors, {len(warnings)} warnings")
    sys.exit(bool(errors))


def _labelled_files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.suffix in (".jsonl", ".form") and path.name != "names.jsonl")


def _check_file(file: Path, documents: dict[str, Document], register: Register) -> tuple[list[XinwenError], list[XinwenError]]:
    """Errors and warnings of a pass or a form."""
    try:
        if file.suffix == ".form":
            text = file.read_text("utf-8")
            document = documents.get(form_header(text).get("article", ""))
            info = form_info(text, PassInfo("", "hand", "person", "?", "", scheme().version))
            made, errors = compile_form(text, document.sentences if document else (), info, register, str(file))
        else:
            made = read_stored(file).labels
            errors = check_pass(made, str(file))
            document = documents.get(made.article_id)
            errors += check_sentences(made, document.sentences, str(file)) if document else []
    except XinwenError as error:
        return [error], []
    return errors, check_names(made, register)


@annotate.command("reanchor")
@click.argument("pass_name", metavar="PASS")
@click.argument("articles", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="Print what has to be looked at as JSON.")
@seeds_option
@annotations_option
def reanchor_pass(pass_name: str, articles: tuple[str, ...], as_json: bool, seeds: Path, annotations: Path) -> None:
    """Carry PASS over to the sentences as they are now, after cleaning or splitting has changed.

    Labels whose text has changed are listed and left out: look at them, and put them right in a form (`start --from`).
    """
    lost = []
    for document in load_documents(seeds, articles):
        path = pass_path(annotations, pass_name, document.article.article_id)
        if not path.exists():
            continue
        made, unanchored = reanchor(read_stored(path), document.sentences, document.clean.alignment)
        write_pass(made, annotations, segments_of(document.sentences, document.clean.alignment))
        lost += unanchored
    if as_json:
        emit_json([one._asdict() for one in lost])
    else:
        for one in lost:
            place = f"{one.sentence_id}.{one.label} [{one.raw_start}, {one.raw_end})"
            click.echo(f"{place}: {one.old_text!r} → {one.new_text!r}: {one.reason}")
        click.echo(f"{len(lost)} labels to look at")
    sys.exit(bool(lost))


def _base_info(annotator: str, annotator_kind: str) -> PassInfo:
    return PassInfo("", "hand", annotator_kind, annotator, scheme().guidelines, scheme().version)


def _report(errors: Sequence[XinwenError], kind: str) -> None:
    for error in errors:
        click.echo(f"{kind} {error}", err=True)


for _command in (agree, adjudicate, seed_errors, review, estimate, audit_kit, audit_score):
    annotate.add_command(_command)
