-- The articles first, then who else is in them: half of what it cost to give all names their parties before.
create or replace macro named_together(asked_entity_id) as table (
    with
    asked_names as (
        select v.entity_id
        from entity_names as i
        inner join entity_names as v on i.canonical_id = v.canonical_id
        where i.entity_id = asked_entity_id  -- noqa: RF02, RF03
    ),

    asked_articles as (
        select distinct article_id
        from article_entities
        where entity_id in (select asked_names.entity_id from asked_names)
    ),

    article_names as (
        select distinct
            e.article_id,
            n.canonical_id
        from article_entities as e
        inner join asked_articles as a on e.article_id = a.article_id
        inner join entity_names as n on e.entity_id = n.entity_id
        where e.entity_id not in (select asked_names.entity_id from asked_names)
    ),

    others as (
        select
            canonical_id,
            count(*) as article_count,
            count(*) / (select count(*) from asked_articles) as article_share
        from article_names
        group by canonical_id
    )

    select
        n.entity_id,
        n.name,
        n.type,
        n.code,
        o.article_count,
        o.article_share
    from others as o
    inner join entity_names as n on o.canonical_id = n.entity_id
    order by o.article_count desc, n.entity_id
);

comment on macro table named_together is  -- noqa: PRS
'Other entities in the articles that name an entity, by its id such as country:IRN, the most frequent first.';
