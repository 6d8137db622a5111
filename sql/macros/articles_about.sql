-- Words are looked for as they stand, in either case, between characters that are neither letter nor digit. Entities
-- are given by name in either case, by code or by id; other names of the same party are found with them.
create or replace macro articles_about(profile) as table (
    with
    named_entities as (
        select coalesce(merged_into, entity_id) as entity_id
        from entities
        where
            list_contains(allowed(profile, 'entities'), entity_id)
            or list_contains(allowed(profile, 'entities'), code)
            or list_contains(list_transform(allowed(profile, 'entities'), lambda n: lower(n)), lower(name))
    ),

    asked_entities as (
        select entity_id
        from entities
        where coalesce(merged_into, entity_id) in (select named_entities.entity_id from named_entities)
    ),

    naming_articles as (
        select article_id
        from article_entities
        where entity_id in (select asked_entities.entity_id from asked_entities)
    )

    select article_id
    from articles
    where
        is_current
        and (allowed(profile, 'sources') is null or list_contains(allowed(profile, 'sources'), source))
        and (
            allowed(profile, 'entities') is null
            or article_id in (select naming_articles.article_id from naming_articles)
        )
        and (
            allowed(profile, 'words') is null
            or regexp_matches(
                concat_ws(' ', title, text),
                '(?i)(?:^|[^\pL\pN])(?:'
                || array_to_string(list_transform(allowed(profile, 'words'), lambda w: regexp_escape(w)), '|')
                || ')(?:$|[^\pL\pN])'
            )
        )
);

comment on macro table articles_about is  -- noqa: PRS
'One row per current article of a profile''s sources that names one of its entities and has one of its words.';
