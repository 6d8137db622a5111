-- Entities whose names may vary, with what their articles say of them. Of two that are one, the one with the lower
-- place gives the name: a listed one, then a full name, then what most articles use.
create or replace temporary table variant_parties as
with
listed as (
    select distinct entity_id from mentions
    where starts_with(rule, 'gazetteer') or rule = 'short department'
),

-- An office that one article in twenty shows is a slip.
offices as (
    select
        entity_id,
        code,
        count(*) as article_count,
        max(count(*)) over (partition by entity_id) as most_count
    from article_entities
    where regexp_full_match(code, '[A-Z]{3}')
    group by entity_id, code
),

countries as (
    select
        entity_id,
        list(code order by code) as countries
    from offices
    where article_count * 20 > most_count
    group by entity_id
),

known as (
    select
        n.entity_id,
        n.plain,
        n.sound,
        n.consonants,
        n.ordered,
        n.first,
        n.middle,
        n.last,
        n.given,
        n.generation,
        n.base,
        n.legal,
        n.initials,
        n.word_count,
        n.is_turned,
        n.is_short,
        e.name,
        e.type,
        e.code,
        e.article_count,
        coalesce(c.countries, []) as countries,
        l.entity_id is not null as is_listed,
        e.type = 'person' as is_person
    from variant_names as n
    inner join entities as e on n.entity_id = e.entity_id
    left join countries as c on n.entity_id = c.entity_id
    left join listed as l on n.entity_id = l.entity_id
)

select
    entity_id,
    plain,
    sound,
    consonants,
    ordered,
    first,
    middle,
    last,
    given,
    generation,
    base,
    legal,
    initials,
    word_count,
    is_turned,
    is_short,
    name,
    type,
    code,
    article_count,
    countries,
    is_listed,
    is_person,
    row_number() over (
        order by is_listed desc, is_short asc, article_count desc, length(name) desc, entity_id asc
    ) as place
from known
