create or replace macro named_together(asked_entity_id) as table (
    with
    article_names as (
        select distinct
            e.article_id,
            n.canonical_id
        from article_entities as e
        inner join entity_names as n on e.entity_id = n.entity_id
    ),

    asked_articles as (
        select a.article_id
        from article_names as a
        inner join entity_names as n on a.canonical_id = n.canonical_id
        where n.entity_id = asked_entity_id  -- noqa: RF02, RF03
    ),

    others as (
        select
            o.canonical_id,
            count(*) as article_count,
            count(*) / (select count(*) from asked_articles) as article_share
        from article_names as o
        inner join asked_articles as a on o.article_id = a.article_id
        group by o.canonical_id
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
    left join entity_names as i on o.canonical_id = i.canonical_id and i.entity_id = asked_entity_id  -- noqa: RF02
    where i.entity_id is null
    order by o.article_count desc, n.entity_id
);

comment on macro table named_together is  -- noqa: PRS
'Other entities in the articles that name an entity, by its id such as country:IRN, the most frequent first.';
