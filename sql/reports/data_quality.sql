-- title:   How good the data is
-- grain:   one row per measure, in a fixed order; undated articles are counted apart, in rows of their own; what is
--          rejected or passed over has no article, so window, source and profile do not narrow it; no row tells of
--          checks: a database in which a check finds something is not published
-- params:  since date = 1900-01-01; until date = 9999-12-31 (exclusive); source text = null; profile profile = null
-- columns: topic what the measure is about;
--          measure what is counted;
--          row_count how many there are;
--          of_what what they are a part of;
--          total_count how many of those there are;
--          row_share row_count divided by total_count, null where there are none
with
-- Undated articles belong to every window: they may be of any day.
counted_articles as (
    select
        articles.article_id,
        articles.published_date,
        articles.published_problem,
        articles.updated_problem,
        articles.language,
        articles.extractor_version,
        articles.extraction_status,
        articles.word_count,
        articles.source,
        coalesce(articles.story_id, articles.article_id) as story_id
    from articles
    where
        articles.is_current
        and ($source::varchar is null or articles.source = $source)
        and (allowed($profile, 'sources') is null or list_contains(allowed($profile, 'sources'), articles.source))
        and (
            articles.published_date is null
            or (articles.published_date >= $since and articles.published_date < $until)
        )
),

last_extractors as (
    select extractor_version as last_version
    from runs
    where extractor_version is not null
    order by run_id desc
    limit 1
),

article_totals as (
    select
        count(*) as total_count,
        count(*) filter (where published_date is null) as undated_count,
        count(*) filter (where published_date is null and published_problem is not null) as disbelieved_count,
        count(*) filter (where updated_problem is not null) as misdated_change_count,
        count(*) filter (where source is null) as unsourced_count,
        count(*) filter (where extraction_status = 'skipped_language') as skipped_count,
        count(*) filter (where extraction_status = 'failed') as failed_count,
        count(*) filter (
            where extractor_version is distinct from (select last_extractors.last_version from last_extractors)
        ) as stale_count,
        count(*) filter (where word_count < 50) as short_count,
        count(*) - count(distinct hash(story_id)) as copy_count
    from counted_articles
),

older_texts as (
    select count(*) as row_count
    from articles
    where not is_current and article_id in (select counted_articles.article_id from counted_articles)
),

statement_roles as (
    select
        statement_id,
        bool_or(role = 'sender') as has_sender,
        bool_or(role = 'target') as has_target
    from sanctions_parties
    group by statement_id
),

statement_totals as (
    select
        count(*) as total_count,
        count(distinct hash(sanctions.article_id)) as article_count,
        count(*) filter (where not coalesce(statement_roles.has_sender, false)) as without_sender_count,
        count(*) filter (where not coalesce(statement_roles.has_target, false)) as without_target_count,
        count(*) filter (where sanctions.confidence < 0.5) as unsure_count
    from sanctions
    left join statement_roles on sanctions.statement_id = statement_roles.statement_id
    where sanctions.article_id in (select counted_articles.article_id from counted_articles)
),

-- Two branches, one of which is always empty: where nothing is narrowed, 10 million mentions need not be looked up.
counted_mentions as (
    select entity_id
    from mentions
    where
        $since::date <= '1900-01-01' and $until::date >= '9999-12-31'
        and $source::varchar is null and allowed($profile, 'sources') is null
    union all
    select entity_id
    from mentions
    where
        not (
            $since::date <= '1900-01-01' and $until::date >= '9999-12-31' and $source::varchar is null
            and allowed($profile, 'sources') is null
        )
        and article_id in (select counted_articles.article_id from counted_articles)
),

mention_totals as (
    select
        count(*) as total_count,
        count(*) - count(entity_id) as unlinked_count
    from counted_mentions
),

counted_dates as (
    select start_date
    from dates
    where
        $since::date <= '1900-01-01' and $until::date >= '9999-12-31'
        and $source::varchar is null and allowed($profile, 'sources') is null
    union all
    select start_date
    from dates
    where
        not (
            $since::date <= '1900-01-01' and $until::date >= '9999-12-31' and $source::varchar is null
            and allowed($profile, 'sources') is null
        )
        and article_id in (select counted_articles.article_id from counted_articles)
),

date_totals as (
    select
        count(*) as total_count,
        count(*) - count(start_date) as vague_count
    from counted_dates
),

-- A record counts once a reason, whatever the details.
rejected_records as (
    select distinct
        uri,
        record,
        reason
    from rejects
),

reject_counts as (
    select
        reason,
        count(*) as row_count
    from rejected_records
    group by reason
),

-- An input that several runs read counts as the last of them found it.
last_skips as (
    select
        uri,
        reason,
        record_count
    from skips
    qualify rank() over (partition by uri order by run_id desc) = 1
),

skip_counts as (
    select
        reason,
        sum(record_count)::bigint as row_count
    from last_skips
    group by reason
),

run_totals as (
    select
        count(*) as total_count,
        count(*) filter (where status = 'failed') as failed_count,
        count(*) filter (where status = 'died') as died_count,
        coalesce(sum(read_count), 0)::bigint as read_count,
        coalesce(sum(duplicate_count), 0)::bigint as duplicate_count
    from runs
),

measures as (
    select measures.*
    from article_totals as t
    cross join
        lateral (
            values
            (1, 'dates', 'articles without a date', t.undated_count, 'articles', t.total_count),
            (2, 'dates', 'articles whose stated date was not believed', t.disbelieved_count, 'articles', t.total_count),
            (
                3, 'dates', 'articles whose stated time of change was not believed', t.misdated_change_count,
                'articles', t.total_count
            ),
            (5, 'sources', 'articles without a source', t.unsourced_count, 'articles', t.total_count),
            (
                6, 'languages', 'articles in another language, stored and not read', t.skipped_count, 'articles',
                t.total_count
            ),
            (8, 'copies', 'copies of a story told by another article', t.copy_count, 'articles', t.total_count),
            (11, 'extraction', 'articles that extraction could not read', t.failed_count, 'articles', t.total_count),
            (
                12, 'extraction', 'articles read by an older extractor than the last run''s', t.stale_count, 'articles',
                t.total_count
            ),
            (14, 'extraction', 'articles of fewer than 50 words', t.short_count, 'articles', t.total_count)
        ) as measures (place, topic, measure, row_count, of_what, total_count)
    union all
    select
        4 as place,
        'dates' as topic,
        'time expressions without a calendar date' as measure,
        vague_count as row_count,
        'time expressions' as of_what,
        total_count
    from date_totals
    union all
    select
        7 as place,
        'languages' as topic,
        'articles in ' || coalesce(counted_articles.language, 'no language that is known') as measure,
        count(*) as row_count,
        'articles' as of_what,
        any_value(article_totals.total_count) as total_count
    from counted_articles
    cross join article_totals
    group by counted_articles.language
    union all
    select measures.*
    from run_totals as t
    cross join
        lateral (
            values
            (9, 'copies', 'records that repeat another of their run', t.duplicate_count, 'records read', t.read_count),
            (30, 'runs', 'runs that failed, of a check or otherwise', t.failed_count, 'runs', t.total_count),
            (31, 'runs', 'runs that died', t.died_count, 'runs', t.total_count)
        ) as measures (place, topic, measure, row_count, of_what, total_count)
    union all
    select
        10 as place,
        'copies' as topic,
        'earlier texts kept as revisions' as measure,
        older_texts.row_count,
        'texts' as of_what,
        article_totals.total_count + older_texts.row_count as total_count
    from older_texts
    cross join article_totals
    union all
    select
        13 as place,
        'extraction' as topic,
        'articles read by extractor ' || counted_articles.extractor_version as measure,
        count(*) as row_count,
        'articles' as of_what,
        any_value(article_totals.total_count) as total_count
    from counted_articles
    cross join article_totals
    where counted_articles.extractor_version is not null
    group by counted_articles.extractor_version
    union all
    select
        15 as place,
        'sanctions' as topic,
        'articles with a sanctions statement' as measure,
        statement_totals.article_count as row_count,
        'articles' as of_what,
        article_totals.total_count
    from statement_totals
    cross join article_totals
    union all
    select measures.*
    from statement_totals as t
    cross join
        lateral (
            values
            (16, 'sanctions', 'statements without a sender', t.without_sender_count, 'statements', t.total_count),
            (17, 'sanctions', 'statements without a target', t.without_target_count, 'statements', t.total_count),
            (18, 'sanctions', 'statements of confidence below 0.5', t.unsure_count, 'statements', t.total_count)
        ) as measures (place, topic, measure, row_count, of_what, total_count)
    union all
    select
        19 as place,
        'names' as topic,
        'mentions not linked to an entity' as measure,
        unlinked_count as row_count,
        'mentions' as of_what,
        total_count
    from mention_totals
    union all
    select
        20 as place,
        'inputs' as topic,
        'records rejected: ' || reason as measure,
        row_count,
        'rejected records' as of_what,
        sum(row_count) over ()::bigint as total_count
    from reject_counts
    union all
    select
        21 as place,
        'inputs' as topic,
        'records passed over: ' || reason as measure,
        row_count,
        'records that are no articles' as of_what,
        sum(row_count) over ()::bigint as total_count
    from skip_counts
)

select
    topic,
    measure,
    row_count,
    of_what,
    total_count,
    row_count / nullif(total_count, 0) as row_share
from measures
order by place, row_count desc, measure
