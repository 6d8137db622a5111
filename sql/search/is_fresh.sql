-- Whether the index was made from what the database holds.
with
now_held as (
    select
        count(*) as batch_count,
        max(batch_id) as batch_id,
        max(loaded_at) as loaded_at
    from batches
)

select count(*) = 1 as is_fresh
from search_index.made_from as m
inner join now_held as h
    on
        m.batch_count = h.batch_count
        and m.batch_id is not distinct from h.batch_id
        and m.loaded_at is not distinct from h.loaded_at
