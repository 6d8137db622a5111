select
    name,
    content_hash,
    version
from schema_version
order by version nulls last, name
