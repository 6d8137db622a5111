select
    state,
    header_hash
from publications
order by publication_id desc
limit 1
