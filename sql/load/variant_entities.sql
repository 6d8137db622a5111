-- Entities whose names may vary; those that come from lists of countries, regions and peoples are one each by their id.
select
    entity_id,
    name,
    type
from entities
where type in ('person', 'organisation', 'media', 'group', 'place', 'product', 'work', 'event', 'law')
order by entity_id
