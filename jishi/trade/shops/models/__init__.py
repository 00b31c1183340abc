"""Tables of shops."""

from jishi.trade.shops.models.documents import Document as Document
from jishi.trade.shops.models.documents import DocumentMove as DocumentMove
from jishi.trade.shops.models.front import ShopFront as ShopFront
from jishi.trade.shops.models.scores import ShopScore as ShopScore
from jishi.trade.shops.models.shops import Shop as Shop
from jishi.trade.shops.models.shops import ShopMove as ShopMove
