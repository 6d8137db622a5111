-- title:   Who says so
-- grain:   one row per link of the chain, the innermost first
-- params:  id text = null
-- columns: position place in the chain;
--          kind what the source is, for example person, office, media or publisher;
--          name the source as a reader would call it;
--          entity_id its entity
select
    position,
    kind,
    name,
    entity_id
from statement_sources
where statement_id = $id
order by position
