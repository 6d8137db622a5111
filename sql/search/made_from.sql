-- What the database held when the index was made; and the texts go.
create table made_from as
select
    count(*) as batch_count,
    max(batch_id) as batch_id,
    max(loaded_at) as loaded_at
from published.batches;

drop table articles;
