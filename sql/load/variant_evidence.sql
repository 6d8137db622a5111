-- What the articles of a pair say: those that name both, the rare names that stand with either, the roles they share.
create or replace temporary table variant_evidence as
with
rule as (
    select
        100 as rare_count,
        200 as read_count
),

ends as (
    select entity_id from variant_pairs
    union
    select other_id as entity_id from variant_pairs
),

-- A name in the news every day has enough neighbours in some of its articles.
seen as (
    select
        a.entity_id,
        a.article_id
    from article_entities as a
    semi join ends as e on a.entity_id = e.entity_id
),

read as (
    select s.*
    from seen as s
    cross join rule as r
    qualify row_number() over (partition by s.entity_id order by md5(s.article_id), r.read_count) <= r.read_count
),

rare as (
    select e.entity_id
    from entities as e
    cross join rule as r
    where e.article_count between 2 and r.rare_count
),

neighbours as (
    select distinct
        r.entity_id,
        n.entity_id as neighbour_id
    from read as r
    inner join article_entities as n on r.article_id = n.article_id and r.entity_id != n.entity_id
    semi join rare as q on n.entity_id = q.entity_id
),

together as (
    select
        p.entity_id,
        p.other_id,
        count(*) as together_count
    from variant_pairs as p
    inner join seen as a on p.entity_id = a.entity_id
    inner join seen as b on p.other_id = b.entity_id and a.article_id = b.article_id
    group by p.entity_id, p.other_id
),

shared as (
    select
        p.entity_id,
        p.other_id,
        count(*) as neighbour_count,
        first(n.name order by n.article_count, n.entity_id) as neighbour
    from variant_pairs as p
    inner join neighbours as a on p.entity_id = a.entity_id
    inner join neighbours as b on p.other_id = b.entity_id and a.neighbour_id = b.neighbour_id
    inner join entities as n on a.neighbour_id = n.entity_id
    where n.entity_id not in (p.entity_id, p.other_id)
    group by p.entity_id, p.other_id
),

roles as (
    select distinct
        r.entity_id,
        lower(r.text) as role
    from entity_roles as r
    semi join ends as e on r.entity_id = e.entity_id
    where regexp_matches(r.text, '\w+\W+\w+\W+\w+')
),

same_roles as (
    select
        p.entity_id,
        p.other_id,
        min(a.role) as role
    from variant_pairs as p
    inner join roles as a on p.entity_id = a.entity_id
    inner join roles as b on p.other_id = b.entity_id and a.role = b.role
    group by p.entity_id, p.other_id
)

select
    p.entity_id,
    p.other_id,
    p.rule,
    coalesce(t.together_count, 0) as together_count,
    coalesce(s.neighbour_count, 0) as neighbour_count,
    s.neighbour,
    r.role
from variant_pairs as p
left join together as t on p.entity_id = t.entity_id and p.other_id = t.other_id
left join shared as s on p.entity_id = s.entity_id and p.other_id = s.other_id
left join same_roles as r on p.entity_id = r.entity_id and p.other_id = r.other_id
