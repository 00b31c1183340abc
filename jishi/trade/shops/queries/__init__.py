"""Reads about shops."""

from jishi.trade.shops.queries.documents import (
    count_documents_in_review as count_documents_in_review,
)
from jishi.trade.shops.queries.documents import get_document as get_document
from jishi.trade.shops.queries.documents import get_required_deposits as get_required_deposits
from jishi.trade.shops.queries.documents import get_required_documents as get_required_documents
from jishi.trade.shops.queries.documents import get_standing as get_standing
from jishi.trade.shops.queries.documents import list_documents as list_documents
from jishi.trade.shops.queries.documents import require_may_sell as require_may_sell
from jishi.trade.shops.queries.fronts import get_front as get_front
from jishi.trade.shops.queries.scores import get_score as get_score
from jishi.trade.shops.queries.scores import get_score_formula as get_score_formula
from jishi.trade.shops.queries.shops import card_of as card_of
from jishi.trade.shops.queries.shops import count_shops as count_shops
from jishi.trade.shops.queries.shops import find_shop_of_owner as find_shop_of_owner
from jishi.trade.shops.queries.shops import get_closed_at as get_closed_at
from jishi.trade.shops.queries.shops import get_shop_card as get_shop_card
from jishi.trade.shops.queries.shops import list_lifecycles as list_lifecycles
from jishi.trade.shops.queries.shops import list_owner_obligations as list_owner_obligations
from jishi.trade.shops.queries.shops import list_shop_cards as list_shop_cards
from jishi.trade.shops.queries.shops import list_shops as list_shops
from jishi.trade.shops.queries.shops import list_shops_of as list_shops_of
from jishi.trade.shops.queries.shops import lock_shop as lock_shop
from jishi.trade.shops.queries.staff import can_manage_shop as can_manage_shop
from jishi.trade.shops.queries.staff import find_shop_role as find_shop_role
from jishi.trade.shops.queries.staff import get_offer as get_offer
from jishi.trade.shops.queries.staff import has_shop_right as has_shop_right
from jishi.trade.shops.queries.staff import list_appointable as list_appointable
from jishi.trade.shops.queries.staff import list_members as list_members
from jishi.trade.shops.queries.staff import list_offers as list_offers
from jishi.trade.shops.queries.staff import list_rights as list_rights
from jishi.trade.shops.queries.staff import list_roles_with as list_roles_with
from jishi.trade.shops.queries.staff import require_shop_right as require_shop_right
from jishi.trade.shops.queries.staff import require_shop_role as require_shop_role
