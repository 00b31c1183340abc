"""Parts of a page that are the same for everybody: drawn once for each language, then kept."""

from __future__ import annotations

from django.template import Context, Node, NodeList, TemplateSyntaxError, Variable
from django.template.base import Parser, Token, VariableDoesNotExist
from django.utils.translation import get_language

_PLAIN = (str, bool, int, type(None))
_VARIANTS = 64  # kept of one place; a page beyond that is drawn as ever


class FixedNode(Node):
    """A stretch of a template that depends on the language and the named variables alone.

    It sees no other variable: what it could see by mistake would be shown to the next reader.
    """

    def __init__(self, names: list[str], nodelist: NodeList) -> None:
        self.names = names
        self.variables = [Variable(name) for name in names]
        self.nodelist = nodelist
        self.known: dict[tuple[object, ...], str] = {}

    def render(self, context: Context) -> str:
        """The stretch, from memory when it was drawn before."""
        values = [self._value(variable, context) for variable in self.variables]
        language = get_language()
        # Text that is safe as it stands is another value than the same text that is not.
        key = (language, context.autoescape, *((type(value), value) for value in values))
        text = self.known.get(key)
        if text is None:
            seen = dict(zip(self.names, values, strict=True)) | {"LANGUAGE_CODE": language}
            inside = Context(seen, autoescape=context.autoescape)
            with inside.bind_template(context.template):  # type: ignore[arg-type]
                text = self.nodelist.render(inside)
            if len(self.known) < _VARIANTS:
                self.known[key] = text
        return text

    @staticmethod
    def _value(variable: Variable, context: Context) -> object:
        try:
            value = variable.resolve(context)
        except VariableDoesNotExist:
            return None
        if not isinstance(value, _PLAIN):
            raise TemplateSyntaxError(f"fixed: {variable} is no text, number or truth value")
        return value


def compile_fixed(parser: Parser, token: Token) -> FixedNode:
    """`{% fixed section signed_in %}…{% endfixed %}`: names of plain values without dots."""
    names = token.split_contents()[1:]
    if any("." in name or not name.isidentifier() for name in names):
        raise TemplateSyntaxError("fixed takes names of variables")
    nodelist = parser.parse(("endfixed",))
    parser.delete_first_token()
    return FixedNode(names, nodelist)
