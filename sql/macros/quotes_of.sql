-- What was said in the news that a profile is about: countries are those that the article names. Two branches as in
-- sanctions_of.
create or replace macro quotes_of(profile) as table (
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
    ),

    found_quotes as (
        select *
        from quotes
        where
            allowed(profile, 'countries') is null
            and allowed(profile, 'entities') is null
            and allowed(profile, 'words') is null
        union all
        select *
        from quotes
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
    )

    select
        found_quotes.article_id,
        current_articles.story_id,
        current_articles.source,
        found_quotes.speaker_id,
        found_quotes.speaker,
        found_quotes.text,
        found_quotes.direct,
        found_quotes.start,
        found_quotes."end",
        found_quotes.speaker_start,
        found_quotes.speaker_end,
        current_articles.published_date
    from found_quotes
    inner join current_articles on found_quotes.article_id = current_articles.article_id
);

comment on macro table quotes_of is  -- noqa: PRS
'One row per quotation in an article that a profile is about, with its article''s day, source and story; null gives all.';
