"""Reads of conversations."""

from jishi.trade.conversations.queries.facts import AnswerFacts as AnswerFacts
from jishi.trade.conversations.queries.facts import get_answer_figures as get_answer_figures
from jishi.trade.conversations.queries.threads import count_unread as count_unread
from jishi.trade.conversations.queries.threads import count_waiting as count_waiting
from jishi.trade.conversations.queries.threads import find_thread as find_thread
from jishi.trade.conversations.queries.threads import get_thread as get_thread
from jishi.trade.conversations.queries.threads import list_messages as list_messages
from jishi.trade.conversations.queries.threads import list_new_messages as list_new_messages
from jishi.trade.conversations.queries.threads import list_quick_replies as list_quick_replies
from jishi.trade.conversations.queries.threads import list_shop_threads as list_shop_threads
from jishi.trade.conversations.queries.threads import list_threads_of as list_threads_of
