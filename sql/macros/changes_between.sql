-- What the runs after one and up to another did to the articles: each article once, with the strongest cause.
create or replace macro changes_between(earlier_run, later_run) as table (
    with
    texts as (
        select
            article_id,
            run_id,
            is_current,
            run_id > earlier_run and run_id <= later_run as is_of_these_runs,
            run_id <= earlier_run as is_older
        from articles
    ),

    text_changes as (
        select
            article_id,
            bool_or(is_older) as was_known,
            bool_or(is_of_these_runs and is_current) as is_current_new,
            max(run_id) filter (where is_of_these_runs) as run_id
        from texts
        group by article_id
        having bool_or(is_of_these_runs)
    ),

    readings as (
        select
            article_id,
            max(run_id) as run_id
        from sentences
        group by article_id
    ),

    new_readings as (
        select
            article_id,
            run_id
        from readings
        where run_id > earlier_run and run_id <= later_run
    ),

    causes as (
        select
            article_id,
            run_id,
            case
                when not was_known then 'new article'
                when is_current_new then 'new revision'
                else 'earlier text came late'
            end as cause
        from text_changes
        union all
        select
            article_id,
            run_id,
            'read by another extractor' as cause
        from new_readings
        where article_id not in (select text_changes.article_id from text_changes)
    )

    select
        causes.article_id,
        causes.cause,
        causes.run_id,
        articles.source,
        articles.title,
        articles.extractor_version,
        articles.published_date
    from causes
    inner join articles on causes.article_id = articles.article_id and articles.is_current
);

comment on macro table changes_between is  -- noqa: PRS
'One row per article that the runs after the first and up to the second changed, with the cause.';
