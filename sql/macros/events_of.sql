-- Two branches as in sanctions_of.
create or replace macro events_of(profile) as table (
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

    asked_events as (
        select *
        from events
        where
            (allowed(profile, 'event_types') is null or list_contains(allowed(profile, 'event_types'), type))
            and (allowed(profile, 'modalities') is null or list_contains(allowed(profile, 'modalities'), modality))
    ),

    parties as (
        select event_id
        from event_parties
        where list_contains(allowed(profile, 'countries'), code)
    ),

    found_events as (
        select *
        from asked_events
        where
            allowed(profile, 'countries') is null
            and allowed(profile, 'entities') is null
            and allowed(profile, 'words') is null
        union all
        select *
        from asked_events
        where
            (
                allowed(profile, 'countries') is not null
                or allowed(profile, 'entities') is not null
                or allowed(profile, 'words') is not null
            )
            and (allowed(profile, 'countries') is null or event_id in (select parties.event_id from parties))
            and article_id in (select asked_articles.article_id from asked_articles)
    )

    select
        found_events.event_id,
        found_events.article_id,
        current_articles.story_id,
        current_articles.source,
        found_events.parent_id,
        found_events.type,
        found_events.cameo,
        found_events.mode,
        found_events.modality,
        found_events.place_code,
        found_events.confidence,
        found_events.trigger_start,
        found_events.trigger_end,
        found_events.sentence_start,
        found_events.sentence_end,
        found_events.start_date,
        found_events.end_date,
        found_events.precision,
        current_articles.published_date
    from found_events
    inner join current_articles on found_events.article_id = current_articles.article_id
);

comment on macro table events_of is  -- noqa: PRS
'One row per event that a profile lets pass, with its article''s day, source and story; null gives all.';
