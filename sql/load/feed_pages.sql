insert into feed_pages (item_hash, url, run_id)
select
    i.item_hash,
    i.url,
    $run_id
from incoming_feed_pages as i
where i.item_hash not in (select p.item_hash from feed_pages as p)
