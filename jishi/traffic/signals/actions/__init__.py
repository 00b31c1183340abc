"""Writes of signals."""

from jishi.traffic.signals.actions.accept_signals import accept_signals
from jishi.traffic.signals.actions.copy_event_log import copy_event_log
from jishi.traffic.signals.actions.count_signals import count_signals
from jishi.traffic.signals.actions.keep_record import keep_record

__all__ = ["accept_signals", "copy_event_log", "count_signals", "keep_record"]
