"""Channel Specific: templates that staff write, in a sandbox.

The sandbox gives them texts, lists and dicts alone (`invoices.drawing.sheet`); attributes that
begin with an underscore, and methods that change things, are refused by Jinja. Pictures come from
what was uploaded; files and the network cannot be reached. PDF workers limit time and memory.
"""

from collections.abc import Mapping

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from invoices.document import Document
from invoices.drawing.fonts import missing_scripts
from invoices.drawing.renderers.paper import ForbiddenAsset, TooManyPages, draw_html
from invoices.drawing.renderers.task import CannotDraw, DrawnPdf
from invoices.drawing.sheet import sheet_of

MOST_PAGES = 200
LONGEST_HTML = 4_000_000
LONGEST_SOURCE = 300_000


def draw(document: Document, assets: Mapping[str, bytes], html: str, css: str) -> DrawnPdf:
    """`document` by the template `html` and the style sheet `css`. Raises `CannotDraw`."""
    sheet = sheet_of(document, assets)
    filled = _fill(html, sheet)
    if len(filled) > LONGEST_HTML:
        raise CannotDraw(f"The template writes {len(filled):,} signs; that is too long.")
    try:
        pdf = draw_html(filled, css, assets, most_pages=MOST_PAGES)
    except (ForbiddenAsset, TooManyPages) as reason:
        raise CannotDraw(str(reason)) from reason
    return DrawnPdf(pdf=pdf, remark=missing_scripts(sheet))


def mistake_in(html: str) -> str:
    """What is wrong with the template's syntax, with its line; '' for nothing."""
    try:
        _environment().parse(html)
    except TemplateSyntaxError as error:
        return _sentence(error)
    return ""


def _fill(html: str, sheet: Mapping[str, object]) -> str:
    try:
        return _environment().from_string(html).render(sheet)
    except TemplateSyntaxError as error:
        raise CannotDraw(_sentence(error)) from error
    except SecurityError as error:
        where = _line_of(error, html)
        raise CannotDraw(f"The template may not do this{where}: {_bare(error)}.") from error
    except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError) as error:
        where = _line_of(error, html)
        raise CannotDraw(f"The template has a mistake{where}: {_bare(error)}.") from error


def _environment() -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


def _sentence(error: TemplateSyntaxError) -> str:
    line = _quoted(error.source or "", error.lineno)
    return f"Line {error.lineno} of the template{line}: {error.message}"


def _bare(error: Exception) -> str:
    return str(error).rstrip(".")


def _line_of(error: BaseException, html: str) -> str:
    """Where in the template it happened: the innermost frame that Jinja maps to its source."""
    trace, line = error.__traceback__, 0
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return f" in line {line}{_quoted(html, line)}" if line else ""


def _quoted(html: str, line: int) -> str:
    """The line itself, shortened, so that it is found also where lines have no numbers."""
    text = " ".join([*html.splitlines(), ""][min(line, html.count("\n") + 1) - 1].split())
    return f" (“{text[:57]}…”)" if len(text) > 60 else f" (“{text}”)"
