-- Countries are those that the article names. Two branches as in sanctions_of.
create or replace macro articles_within(profile) as table (
    with
    current_articles as (
        select
            article_id,
            story_id,
            source,
            published_date
        from articles_of(profile)
    ),

    asked_articles as (
        select article_id
        from articles_about(profile)
    ),

    naming_articles as (
        select article_id
        from article_entities
        where list_contains(allowed(profile, 'countries'), code)
    )

    select
        article_id,
        story_id,
        source,
        published_date
    from current_articles
    where
        allowed(profile, 'countries') is null
        and allowed(profile, 'entities') is null
        and allowed(profile, 'words') is null
    union all
    select
        article_id,
        story_id,
        source,
        published_date
    from current_articles
    where
        (
            allowed(profile, 'countries') is not null
            or allowed(profile, 'entities') is not null
            or allowed(profile, 'words') is not null
        )
        and (
            allowed(profile, 'countries') is null
            or article_id in (select naming_articles.article_id from naming_articles)
        )
        and article_id in (select asked_articles.article_id from asked_articles)
);

comment on macro table articles_within is  -- noqa: PRS
'One row per current article that a profile is about, undated ones too: by source, entity, country, word; null gives all.';
