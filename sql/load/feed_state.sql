insert into feed_state (uri, etag, last_modified, moved_to, has_pages, checked_at, run_id)
select
    uri,
    etag,
    last_modified,
    moved_to,
    has_pages,
    checked_at at time zone 'UTC' as checked_at,
    $run_id
from incoming_feed_state
