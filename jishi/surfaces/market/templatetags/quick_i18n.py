"""`{% load i18n %}`: Django's, but a plain text is looked up once for each language, then kept."""

from __future__ import annotations

from django.template import Context, Library, Node
from django.template.base import Parser, Token
from django.templatetags import i18n
from django.utils.translation import get_language

register = Library()
register.tags |= i18n.register.tags
register.filters |= i18n.register.filters


class LiteralTranslation(Node):
    """`{% translate "Save" %}`, with or without `as name`."""

    def __init__(self, node: i18n.TranslateNode) -> None:
        self.node, self.name = node, node.asvar
        self.known: dict[tuple[str | None, bool], str] = {}
        node.asvar = None

    def render(self, context: Context) -> str:
        """The text in the active language."""
        key = (get_language(), context.autoescape)
        text = self.known.get(key)
        if text is None:
            text = self.known[key] = self.node.render(context)
        if self.name:
            context[self.name] = text
            return ""
        return text


@register.tag("translate")
@register.tag("trans")
def do_translate(parser: Parser, token: Token) -> Node:
    """Django's tag, unless what it says is known but for the language."""
    node: i18n.TranslateNode = i18n.do_translate(parser, token)
    said = node.filter_expression
    is_plain = said.var.literal is not None and not said.filters
    if is_plain and not node.noop and not node.message_context:
        return LiteralTranslation(node)
    return node
