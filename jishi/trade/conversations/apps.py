from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "jishi.trade.conversations"
    label = "conversations"

    def ready(self) -> None:
        """Bring answers into the score of shops, and messages into exports and closings."""
        from jishi.foundation.accounts.types import register_data_source
        from jishi.trade.conversations.actions.erase_person import ConversationData
        from jishi.trade.conversations.queries import AnswerFacts
        from jishi.trade.shops.types import register_score_facts

        register_data_source(ConversationData())
        register_score_facts(AnswerFacts())
