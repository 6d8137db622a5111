select
    item_hash,
    url
from feed_pages
order by item_hash
