-- Variants of a party are few: only their rows are grouped, the millions of others pass as they are.
create or replace view article_namings as
with
merged as (
    select
        entity_id,
        merged_into
    from entities
    where merged_into is not null
),

variants as (
    select
        entity_id,
        merged_into
    from merged
    union
    select
        merged_into as entity_id,
        merged_into
    from merged
)

select
    article_id,
    entity_id,
    mention_count
from article_entities
where mention_count > 0 and entity_id not in (select v.entity_id from variants as v)
union all
select
    n.article_id,
    v.merged_into as entity_id,
    sum(n.mention_count)::integer as mention_count
from article_entities as n
inner join variants as v on n.entity_id = v.entity_id
where n.mention_count > 0
group by n.article_id, v.merged_into;

comment on view article_namings is
'One row per article and party that it names, all variants of the name together; dated and undated articles.';
comment on column article_namings.article_id is 'Article that names it.';
comment on column article_namings.entity_id is 'Entity that stands for the party, see entities.merged_into.';
comment on column article_namings.mention_count is
'Mentions by name; references ("the country", "he") are not counted.';
