-- title:   Who sanctions whom
-- grain:   one row per pair of sender and target, the $top with most statements; a statement with several senders or
--          targets counts in the row of each pair, so rows do not add up to all statements; undated articles are apart,
--          in a column of their own
-- params:  since date = 1900-01-01; until date = 9999-12-31 (exclusive); source text = null; profile profile = null;
--          top int = 500 (at least 1)
-- columns: sender code of who imposes or would, null where the text does not tell;
--          target code of against whom, null where the text does not tell;
--          statement_count sanctions statements of dated articles, of every action and modality;
--          actual_count statements of them about something that has happened or is happening (modality actual);
--          sanctions_article_count articles with such a statement;
--          sanctions_story_count distinct stories among them, wire copies counted once;
--          source_count sources of them;
--          first_date publication day of the earliest;
--          last_date publication day of the latest;
--          undated_statement_count statements of undated articles, in none of the other counts
with
statements as (
    select
        article_id,
        story_id,
        source,
        published_date,
        published_date is null as is_undated,
        coalesce(modality, '') = 'actual' as is_actual,
        senders,
        coalesce(targets, [null]) as targets
    from sanctions_of($profile)
    where
        ($source::varchar is null or source = $source)
        and (published_date is null or (published_date >= $since and published_date < $until))
        and (senders is not null or targets is not null)
),

sent_statements as (
    select
        * exclude (senders),
        unnest(coalesce(senders, [null])) as sender
    from statements
),

dyads as (
    select
        * exclude (targets),
        unnest(targets) as target
    from sent_statements
),

top_dyads as (
    select
        sender,
        target,
        count(*) filter (where not is_undated) as statement_count,
        count(*) filter (where is_undated) as undated_statement_count
    from dyads
    group by sender, target
    order by statement_count desc, undated_statement_count desc, sender nulls last, target nulls last
    limit $top
),

shown_dyads as (
    select dyads.*
    from dyads
    inner join top_dyads
        on dyads.sender is not distinct from top_dyads.sender and dyads.target is not distinct from top_dyads.target
)

-- Hashes: as texts, counting the distinct ones took half as long again.
select
    sender,
    target,
    count(*) filter (where not is_undated) as statement_count,
    count(*) filter (where is_actual and not is_undated) as actual_count,
    count(distinct hash(article_id)) filter (where not is_undated) as sanctions_article_count,
    count(distinct hash(story_id)) filter (where not is_undated) as sanctions_story_count,
    count(distinct source) filter (where not is_undated) as source_count,
    min(published_date) as first_date,
    max(published_date) as last_date,
    count(*) filter (where is_undated) as undated_statement_count
from shown_dyads
group by sender, target
order by statement_count desc, undated_statement_count desc, sender nulls last, target nulls last
