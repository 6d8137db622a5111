create or replace macro share_over_time(profile, grain) as table (
    with
    dated_articles as (
        select
            article_id,
            cast(date_trunc(grain, published_date) as date) as period_date
        from articles_of(profile)
        where published_date is not null
    ),

    speaking_articles as (
        select distinct article_id
        from sanctions_of(profile)
    ),

    bounds as (
        select
            min(period_date) as first_date,
            max(period_date) as last_date,
            cast(concat('1 ', grain) as interval) as step
        from dated_articles
    ),

    periods as (
        select cast(unnest(generate_series(first_date, last_date, step)) as date) as period_date
        from bounds
    )

    select
        p.period_date,
        count(a.article_id) as article_count,
        count(s.article_id) as sanctions_article_count,
        count(s.article_id) / nullif(count(a.article_id), 0) as sanctions_article_share
    from periods as p
    left join dated_articles as a on p.period_date = a.period_date
    left join speaking_articles as s on a.article_id = s.article_id
    group by p.period_date
    order by p.period_date
);

comment on macro table share_over_time is  -- noqa: PRS
'One row per day, week, month, quarter or year: which share of its articles says something on sanctions; no gaps.';
