-- What servers said last.
select
    uri,
    etag,
    last_modified,
    moved_to,
    coalesce(has_pages, false) as has_pages,
    checked_at at time zone 'UTC' as checked_at
from feed_state
order by uri
