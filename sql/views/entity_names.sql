create or replace view entity_names as
select
    e.entity_id,
    p.entity_id as canonical_id,
    p.name,
    p.type,
    p.code,
    e.name as own_name,
    e.entity_id != p.entity_id as is_variant
from entities as e
inner join entities as p on coalesce(e.merged_into, e.entity_id) = p.entity_id;

comment on view entity_names is
'One row per entity id that mentions bear, key entity_id, with the party it is: join it to count a party once.';
comment on column entity_names.entity_id is 'Entity as mentions, event parties, quotes and sources name it.';
comment on column entity_names.canonical_id is 'Entity that stands for the party: group by this one.';
comment on column entity_names.name is 'Name of the party: the one most articles use.';
comment on column entity_names.type is 'Kind of party.';
comment on column entity_names.code is 'Code of the party; null when it has none.';
comment on column entity_names.own_name is 'Name of this variant.';
comment on column entity_names.is_variant is 'Whether the entity is a variant of another.';
