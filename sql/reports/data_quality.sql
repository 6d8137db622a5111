-- title:   How good the data is
-- grain:   one row per measure, in a fixed order; undated articles are counted apart, in rows of their own
-- params:  since date = 1900-01-01; until date = 9999-12-31 (exclusive); source text = null
-- columns: measure what is counted;
--          row_count how many there are;
--          of_what what they are a part of;
--          total_count how many of those there are;
--          row_share row_count divided by total_count, null where there are none
with
-- Undated articles belong to every window: they may be of any day.
counted_articles as (
    select
        article_id,
        published_date,
        published_problem,
        updated_problem,
        extraction_status,
        word_count,
        source,
        coalesce(story_id, article_id) as story_id,
        article_id in (select sanctions.article_id from sanctions) as has_sanctions
    from articles
    where
        is_current
        and ($source::varchar is null or source = $source)
        and (published_date is null or (published_date >= $since and published_date < $until))
),

article_totals as (
    select
        count(*) as total_count,
        count(*) filter (where published_date is null) as undated_count,
        count(*) filter (where published_date is null and published_problem is not null) as disbelieved_count,
        count(*) filter (where source is null) as unsourced_count,
        count(*) filter (where updated_problem is not null) as misdated_change_count,
        count(*) filter (where extraction_status = 'skipped_language') as skipped_count,
        count(*) filter (where word_count < 50) as short_count,
        count(*) filter (where has_sanctions) as sanctions_count,
        count(*) - count(distinct story_id) as copy_count
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
        count(*) filter (where not coalesce(statement_roles.has_sender, false)) as without_sender_count,
        count(*) filter (where not coalesce(statement_roles.has_target, false)) as without_target_count,
        count(*) filter (where sanctions.confidence < 0.5) as unsure_count
    from sanctions
    left join statement_roles on sanctions.statement_id = statement_roles.statement_id
    where sanctions.article_id in (select counted_articles.article_id from counted_articles)
),

mention_totals as (
    select
        count(*) as total_count,
        count(*) filter (where entity_id is null) as unlinked_count
    from mentions
    where article_id in (select counted_articles.article_id from counted_articles)
),

date_totals as (
    select
        count(*) as total_count,
        count(*) filter (where start_date is null) as vague_count
    from dates
    where article_id in (select counted_articles.article_id from counted_articles)
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

reject_total as (
    select coalesce(sum(row_count), 0)::bigint as total_count from reject_counts
),

measures as (
    select
        1 as place,
        'articles without a date' as measure,
        undated_count as row_count,
        'articles' as of_what,
        total_count
    from article_totals
    union all
    select
        2 as place,
        'articles whose stated date was not believed' as measure,
        disbelieved_count as row_count,
        'articles' as of_what,
        total_count
    from article_totals
    union all
    select
        2 as place,
        'articles whose stated time of change was not believed' as measure,
        misdated_change_count as row_count,
        'articles' as of_what,
        total_count
    from article_totals
    union all
    select
        3 as place,
        'articles without a source' as measure,
        unsourced_count as row_count,
        'articles' as of_what,
        total_count
    from article_totals
    union all
    select
        4 as place,
        'articles in another language, stored and not read' as measure,
        skipped_count as row_count,
        'articles' as of_what,
        total_count
    from article_totals
    union all
    select
        5 as place,
        'articles of fewer than 50 words' as measure,
        short_count as row_count,
        'articles' as of_what,
        total_count
    from article_totals
    union all
    select
        6 as place,
        'copies of a story told by another article' as measure,
        copy_count as row_count,
        'articles' as of_what,
        total_count
    from article_totals
    union all
    select
        7 as place,
        'articles with a sanctions statement' as measure,
        sanctions_count as row_count,
        'articles' as of_what,
        total_count
    from article_totals
    union all
    select
        8 as place,
        'earlier texts kept as revisions' as measure,
        older_texts.row_count,
        'texts' as of_what,
        article_totals.total_count + older_texts.row_count as total_count
    from older_texts
    cross join article_totals
    union all
    select
        9 as place,
        'statements without a sender' as measure,
        without_sender_count as row_count,
        'sanctions statements' as of_what,
        total_count
    from statement_totals
    union all
    select
        10 as place,
        'statements without a target' as measure,
        without_target_count as row_count,
        'sanctions statements' as of_what,
        total_count
    from statement_totals
    union all
    select
        11 as place,
        'statements of confidence below 0.5' as measure,
        unsure_count as row_count,
        'sanctions statements' as of_what,
        total_count
    from statement_totals
    union all
    select
        12 as place,
        'mentions not linked to an entity' as measure,
        unlinked_count as row_count,
        'mentions' as of_what,
        total_count
    from mention_totals
    union all
    select
        13 as place,
        'time expressions without a calendar date' as measure,
        vague_count as row_count,
        'time expressions' as of_what,
        total_count
    from date_totals
    union all
    select
        14 as place,
        'records rejected: ' || reject_counts.reason as measure,
        reject_counts.row_count,
        'rejected records, all runs' as of_what,
        reject_total.total_count
    from reject_counts
    cross join reject_total
)

select
    measure,
    row_count,
    of_what,
    total_count,
    row_count / nullif(total_count, 0) as row_share
from measures
order by place, row_count desc, measure
