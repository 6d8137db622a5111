create or replace macro articles_of(profile) as table (
    select
        article_id,
        coalesce(story_id, article_id) as story_id,
        source,
        url,
        title,
        language,
        extraction_status,
        word_count,
        published_date
    from articles
    where
        is_current
        and (allowed(profile, 'sources') is null or list_contains(allowed(profile, 'sources'), source))
);

comment on macro table articles_of is  -- noqa: PRS
'One row per current article of a profile''s sources, undated ones too: what shares are taken of; null gives all.';
