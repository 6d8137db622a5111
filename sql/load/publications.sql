insert into publications (publication_id, published_at, state, header_hash)
select
    coalesce(max(publication_id), 0) + 1 as publication_id,
    current_timestamp at time zone 'UTC' as published_at,
    $state,
    $header_hash
from publications
