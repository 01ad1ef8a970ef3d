"""The language server: the door to pygls. Requests become questions to other files, answers become messages."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcInvalidParams
from pygls.lsp.server import LanguageServer
from pygls.uris import from_fs_path, to_fs_path

from pzdsl.compiler import check_source
from pzdsl.diagnostics import Diagnostic, Edit, Source, Span
from pzdsl.editor.actions import Action, actions, fix_all
from pzdsl.editor.background import Background
from pzdsl.editor.completion import Completion, completions
from pzdsl.editor.definition import definition
from pzdsl.editor.documents import Document
from pzdsl.editor.formatting import formatting
from pzdsl.editor.hints import hints
from pzdsl.editor.hover import hover
from pzdsl.editor.names import occurrence_at, occurrences
from pzdsl.editor.positions import Positions
from pzdsl.editor.rename import renamable, rename
from pzdsl.errors import UsageError
from pzdsl.proofs.cache import load
from pzdsl.semantics import Priors
from pzdsl.version import VERSION

_PAUSE = 0.4  # seconds without an edit before the background begins
_IDLE = 2.0  # before garbage is looked for: not while somebody types
_LEVELS = {
    "error": lsp.DiagnosticSeverity.Error,
    "warning": lsp.DiagnosticSeverity.Warning,
    "note": lsp.DiagnosticSeverity.Information,
}
_KINDS = {
    "keyword": lsp.CompletionItemKind.Keyword,
    "variable": lsp.CompletionItemKind.Variable,
    "category": lsp.CompletionItemKind.EnumMember,
    "type": lsp.CompletionItemKind.Enum,
    "source": lsp.CompletionItemKind.Reference,
    "unit": lsp.CompletionItemKind.Unit,
    "code": lsp.CompletionItemKind.Value,
    "library": lsp.CompletionItemKind.Module,
    "function": lsp.CompletionItemKind.Function,
    "constraint": lsp.CompletionItemKind.Event,
}

T = TypeVar("T")


class Server:
    """The open documents and the answers about them."""

    def __init__(self) -> None:
        # whole texts: a client and a server that count lines otherwise would drift apart edit by edit
        self.protocol = LanguageServer("pzc", VERSION, text_document_sync_kind=lsp.TextDocumentSyncKind.Full)
        self.documents: dict[str, Document] = {}
        self.background: dict[str, Background] = {}
        self._waiting: set[str] = set()
        self._idle: asyncio.TimerHandle | None = None
        self._register()

    def run(self) -> None:
        """Serve the standard streams until the editor leaves."""
        logging.getLogger("pygls").setLevel(logging.CRITICAL)
        try:
            self.protocol.start_io()
        finally:
            for background in self.background.values():
                background.close()

    # --- documents

    def _put(self, uri: str, text: str, version: int | None) -> None:
        document = self.documents.get(uri)
        if document is None:
            document = self.documents[uri] = Document(_path(uri), text, version, on_problem=self._say)
            self.background[uri] = Background()
        else:
            document.change(text, version)
        self.background[uri].stop()
        self._soon(uri)

    def _soon(self, uri: str) -> None:
        """Look at a document once the messages that have come are read: of several edits only the last counts."""
        if uri not in self._waiting:
            self._waiting.add(uri)
            asyncio.get_running_loop().call_soon(self._look, uri)

    def _look(self, uri: str) -> None:
        self._waiting.discard(uri)
        document = self.documents.get(uri)
        if document is None:
            return
        self._publish(uri, document)
        if document.analysis.checked.spec is not None:
            version, text = document.version, document.analysis.source.text

            def answer(said: dict[str, Any]) -> None:
                if self.documents.get(uri) is document and document.version == version:
                    self._said(uri, document, said)

            self.background[uri].ask(document.path.as_posix(), text, answer, _PAUSE)
        if self._idle is not None:
            self._idle.cancel()
        self._idle = asyncio.get_running_loop().call_later(_IDLE, gc.collect)

    def _said(self, uri: str, document: Document, said: dict[str, Any]) -> None:
        """Something that the background has found."""
        spec = document.analysis.checked.spec
        if spec is None:
            return
        if "proved" in said:
            try:
                document.proved = load(spec, said["proved"])
            except ValueError:
                return  # a library changed meanwhile
            self._publish(uri, document)
        if "numbers" in said:
            document.numbers = said["numbers"]
            client = self.protocol.client_capabilities.workspace
            if client is not None and client.inlay_hint is not None and client.inlay_hint.refresh_support:
                self.protocol.workspace_inlay_hint_refresh(None)

    def _publish(self, uri: str, document: Document) -> None:
        positions = document.analysis.positions
        name = document.analysis.source.name
        self.protocol.text_document_publish_diagnostics(
            lsp.PublishDiagnosticsParams(
                uri=uri,
                version=document.version,
                diagnostics=[_diagnostic(d, name, positions, document, uri) for d in document.report()],
            )
        )

    def _say(self, message: str) -> None:
        params = lsp.ShowMessageParams(type=lsp.MessageType.Error, message=message)
        self.protocol.window_show_message(params)

    # --- requests

    def _register(self) -> None:
        feature = self.protocol.feature

        @feature(lsp.INITIALIZED)
        def initialized(params: lsp.InitializedParams) -> None:
            """Load what the first edit would wait for."""
            check_source(Source("start", "pz 1\nlibrary start {\n}\n"), Priors())
            gc.collect()
            gc.freeze()
            gc.disable()  # looked for when nobody types

        @feature(lsp.TEXT_DOCUMENT_DID_OPEN)
        def opened(params: lsp.DidOpenTextDocumentParams) -> None:
            one = params.text_document
            self._put(one.uri, one.text, one.version)

        @feature(lsp.TEXT_DOCUMENT_DID_CHANGE)
        def changed(params: lsp.DidChangeTextDocumentParams) -> None:
            if params.content_changes:
                one = params.text_document
                self._put(one.uri, params.content_changes[-1].text, one.version)

        @feature(lsp.TEXT_DOCUMENT_DID_CLOSE)
        def closed(params: lsp.DidCloseTextDocumentParams) -> None:
            uri = params.text_document.uri
            self.documents.pop(uri, None)
            if (background := self.background.pop(uri, None)) is not None:
                background.close()
            self.protocol.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri=uri, diagnostics=[]))

        @feature(lsp.TEXT_DOCUMENT_DID_SAVE)
        def saved(params: lsp.DidSaveTextDocumentParams) -> None:
            """A library may have changed for every file that uses it."""
            for uri, document in self.documents.items():
                if uri != params.text_document.uri:
                    document.forget()
                    self._soon(uri)

        @feature(lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES)
        def watched(params: lsp.DidChangeWatchedFilesParams) -> None:
            for uri, document in self.documents.items():
                document.forget()
                self._soon(uri)

        @feature(lsp.TEXT_DOCUMENT_HOVER)
        def on_hover(params: lsp.HoverParams) -> lsp.Hover | None:
            def answer(document: Document, at: int) -> lsp.Hover | None:
                found = hover(document, at)
                if found is None:
                    return None
                content = lsp.MarkupContent(kind=lsp.MarkupKind.Markdown, value=found.markdown)
                return lsp.Hover(contents=content, range=_range(document.analysis.positions, found.start, found.end))

            return self._at(params, answer)

        @feature(lsp.TEXT_DOCUMENT_COMPLETION, lsp.CompletionOptions(trigger_characters=["@", "'", ".", "#"]))
        def on_completion(params: lsp.CompletionParams) -> list[lsp.CompletionItem] | None:
            def answer(document: Document, at: int) -> list[lsp.CompletionItem]:
                positions, snippets = document.analysis.positions, self._takes_snippets()
                return [_item(one, positions, snippets) for one in completions(document, at)]

            return self._at(params, answer)

        @feature(lsp.TEXT_DOCUMENT_DEFINITION)
        def on_definition(params: lsp.DefinitionParams) -> lsp.Location | None:
            def answer(document: Document, at: int) -> lsp.Location | None:
                target = definition(document, at)
                if target is None:
                    return None
                uri = params.text_document.uri if target.path is None else from_fs_path(str(target.path))
                if uri is None:
                    return None
                return lsp.Location(uri=uri, range=_range(Positions(target.source.text), target.start, target.end))

            return self._at(params, answer)

        @feature(lsp.TEXT_DOCUMENT_REFERENCES)
        def on_references(params: lsp.ReferenceParams) -> list[lsp.Location] | None:
            def answer(document: Document, at: int) -> list[lsp.Location]:
                spec, positions = document.analysis.spec, document.analysis.positions
                found = occurrence_at(spec, at)
                same = [o for o in occurrences(spec) if found is not None and o.same(found)]
                kept = [o for o in same if params.context.include_declaration or not o.declares]
                uri = params.text_document.uri
                return [lsp.Location(uri=uri, range=_range(positions, o.start, o.end)) for o in kept]

            return self._at(params, answer)

        @feature(lsp.TEXT_DOCUMENT_PREPARE_RENAME)
        def on_prepare_rename(params: lsp.PrepareRenameParams) -> lsp.Range | None:
            def answer(document: Document, at: int) -> lsp.Range:
                found = renamable(document, at)
                return _range(document.analysis.positions, found.start, found.end)

            return self._at(params, answer)

        @feature(lsp.TEXT_DOCUMENT_RENAME, lsp.RenameOptions(prepare_provider=True))
        def on_rename(params: lsp.RenameParams) -> lsp.WorkspaceEdit | None:
            def answer(document: Document, at: int) -> lsp.WorkspaceEdit:
                positions, found = document.analysis.positions, rename(document, at, params.new_name)
                edits = [lsp.TextEdit(_range(positions, start, end), found.text) for start, end in found.places]
                return lsp.WorkspaceEdit(changes={params.text_document.uri: edits})

            return self._at(params, answer)

        @feature(lsp.TEXT_DOCUMENT_FORMATTING)
        def on_formatting(params: lsp.DocumentFormattingParams) -> list[lsp.TextEdit] | None:
            document = self.documents.get(params.text_document.uri)
            if document is None:
                return None
            return [_edit(edit, document.analysis.positions) for edit in formatting(document)]

        kinds = [lsp.CodeActionKind.QuickFix, lsp.CodeActionKind.SourceFixAll]

        @feature(lsp.TEXT_DOCUMENT_CODE_ACTION, lsp.CodeActionOptions(code_action_kinds=kinds))
        def on_action(params: lsp.CodeActionParams) -> list[lsp.CodeAction] | None:
            uri = params.text_document.uri
            document = self.documents.get(uri)
            if document is None:
                return None
            positions, only = document.analysis.positions, params.context.only
            found: list[lsp.CodeAction] = []
            if only is None or any(str(kind).startswith("quickfix") for kind in map(_value, only)):
                start, end = (positions.offset(p.line, p.character) for p in (params.range.start, params.range.end))
                found += [_action(one, document, uri) for one in actions(document, start, end)]
            if only is None or any(str(kind).startswith("source") for kind in map(_value, only)):
                every = fix_all(document)
                found += [] if every is None else [_action(every, document, uri)]
            return found

        @feature(lsp.TEXT_DOCUMENT_INLAY_HINT)
        def on_hints(params: lsp.InlayHintParams) -> list[lsp.InlayHint] | None:
            document = self.documents.get(params.text_document.uri)
            if document is None:
                return None
            positions = document.analysis.positions
            start, end = (positions.offset(p.line, p.character) for p in (params.range.start, params.range.end))
            return [
                lsp.InlayHint(
                    position=lsp.Position(*positions.place(one.offset)),
                    label=one.label,
                    tooltip=one.tooltip,
                    padding_left=True,
                )
                for one in hints(document, start, end)
            ]

    def _at(self, params: Any, answer: Callable[[Document, int], T]) -> T | None:
        """An answer about a place in an open document; a refusal is an error with its reason."""
        document = self.documents.get(params.text_document.uri)
        if document is None:
            return None
        place = params.position
        try:
            return answer(document, document.analysis.positions.offset(place.line, place.character))
        except UsageError as error:
            raise JsonRpcInvalidParams(str(error)) from None

    def _takes_snippets(self) -> bool:
        text = self.protocol.client_capabilities.text_document
        item = text.completion.completion_item if text is not None and text.completion is not None else None
        return bool(item is not None and item.snippet_support)


# --- our data as the protocol's


def _path(uri: str) -> Path:
    found = to_fs_path(uri)
    return Path(found) if found else Path.cwd() / "untitled.pz"


def _value(kind: Any) -> str:
    return str(getattr(kind, "value", kind))


def _range(positions: Positions, start: int, end: int) -> lsp.Range:
    return lsp.Range(lsp.Position(*positions.place(start)), lsp.Position(*positions.place(end)))


def _edit(edit: Edit, positions: Positions) -> lsp.TextEdit:
    return lsp.TextEdit(_range(positions, edit.span.start, edit.span.end), edit.text)


def _diagnostic(d: Diagnostic, name: str, positions: Positions, document: Document, uri: str) -> lsp.Diagnostic:
    own = d.span.source.name == name
    related = [
        lsp.DiagnosticRelatedInformation(location, one.message)
        for one in d.related
        if (location := _location(one.span, name, positions, document, uri)) is not None
    ]
    where = "" if own else f"{d.span}: "  # in a library: told at the top, with its place
    message = where + d.message + (f"\n{d.hint}" if d.hint else "")
    return lsp.Diagnostic(
        range=_range(positions, d.span.start, d.span.end) if own else _range(positions, 0, 0),
        severity=_LEVELS[d.level],
        code=str(d.code),
        source="pzc",
        message=message,
        related_information=related or None,
        data={"name": d.code.name},
    )


def _location(span: Span, name: str, positions: Positions, document: Document, uri: str) -> lsp.Location | None:
    if span.source.name == name:
        return lsp.Location(uri, _range(positions, span.start, span.end))
    for library, source in document.priors().texts.items():
        if source is span.source and (path := document.priors().find(library)) is not None:
            other = from_fs_path(str(path.resolve()))
            return None if other is None else lsp.Location(other, _range(Positions(source.text), span.start, span.end))
    return None


def _item(one: Completion, positions: Positions, snippets: bool) -> lsp.CompletionItem:
    is_snippet = snippets and one.snippet is not None
    new = one.snippet if is_snippet and one.snippet is not None else one.label
    return lsp.CompletionItem(
        label=one.label,
        kind=_KINDS[one.kind],
        detail=one.detail or None,
        filter_text=one.label,
        insert_text_format=lsp.InsertTextFormat.Snippet if is_snippet else lsp.InsertTextFormat.PlainText,
        text_edit=lsp.TextEdit(_range(positions, one.start, one.end), new),
    )


def _action(one: Action, document: Document, uri: str) -> lsp.CodeAction:
    positions, name = document.analysis.positions, document.analysis.source.name
    edits = [_edit(edit, positions) for edit in one.edits]
    about = None if one.mends is None else [_diagnostic(one.mends, name, positions, document, uri)]
    return lsp.CodeAction(
        title=one.title,
        kind=lsp.CodeActionKind.SourceFixAll if one.mends is None else lsp.CodeActionKind.QuickFix,
        diagnostics=about,
        is_preferred=one.preferred or None,
        edit=lsp.WorkspaceEdit(changes={uri: edits}),
    )


def serve() -> None:
    """Serve one editor on the standard streams."""
    Server().run()
