-- title:   Names on the rise and in decline
-- grain:   one row per entity named in at least $least stories of the window and the equally long one before it, the
--          $top surest changes first; none where either window has fewer than $least_total stories, too few for the
--          test; undated articles are in neither
-- params:  since date = null (else $days days before until); until date = 9999-12-31 (exclusive, else the day after the
--          last article); days int = 30 (at least 1, at most 36500); source text = null; profile profile = null;
--          type text = null (one entity type only); least int = 5 (at least 0);
--          least_total int = 20 (at least 0); rate float = 0.05 (at least 0, at most 1); top int = 50 (at least 1)
-- columns: entity_id key of the entity;
--          name most frequent full form, variants taken together;
--          type kind of entity;
--          code country, international body or other code, null where there is none;
--          direction rise or fall;
--          story_count distinct stories of the window that name it, wire copies counted once;
--          before_story_count those of the window before;
--          story_share story_count divided by all stories of the window;
--          before_story_share the same of the window before;
--          story_share_change story_share less before_story_share, in points;
--          article_count articles of the window that name it;
--          before_article_count those of the window before;
--          p_value probability of a change as great by chance, by the likelihood ratio G2 of both shares (chi-squared,
--          1 degree of freedom, takes stories for independent of each other);
--          q_value p_value corrected for testing every entity (Benjamini and Hochberg);
--          is_significant whether q_value is at most $rate: of all changes called so, this part may be chance;
--          since_date first day of the window;
--          until_date day after its last;
--          before_date first day of the window before, which ends where this one begins
with
source_articles as (
    select
        story_id,
        published_date
    from articles_of($profile)
    where $source::varchar is null or source = $source
),

source_namings as (
    select
        article_id,
        story_id,
        entity_id,
        published_date
    from entities_of($profile)
    where $source::varchar is null or source = $source
),

asked_entities as (
    select
        entity_id,
        name,
        type,
        code
    from entities
    where $type::varchar is null or type = $type
),

last_days as (
    select if($until::date < '9999-12-31', $until::date, max(published_date) + 1) as until_date
    from source_articles
    having max(published_date) is not null
),

first_days as (
    select
        coalesce($since::date, until_date - $days::int) as since_date,
        until_date
    from last_days
),

windows as (
    select
        since_date,
        until_date,
        since_date - date_diff('day', since_date, until_date)::int as before_date
    from first_days
    where since_date < until_date
),

-- Stories, not articles, are what is tested: copies of one text are no evidence of their own.
story_totals as (
    select
        count(distinct articles.story_id) filter (where articles.published_date >= windows.since_date) as story_total,
        count(distinct articles.story_id) filter (where articles.published_date < windows.since_date)
            as before_story_total
    from source_articles as articles
    inner join windows
        on articles.published_date >= windows.before_date and articles.published_date < windows.until_date
),

compared_totals as (
    select
        story_total,
        before_story_total
    from story_totals
    where least(story_total, before_story_total) >= greatest($least_total, 1)
),

namings as (
    select
        source_namings.entity_id,
        source_namings.article_id,
        source_namings.story_id,
        source_namings.published_date >= windows.since_date as is_now
    from source_namings
    inner join windows
        on
            source_namings.published_date >= windows.before_date
            and source_namings.published_date < windows.until_date
),

entity_counts as (
    select
        entity_id,
        count(distinct story_id) filter (where is_now) as story_count,
        count(distinct story_id) filter (where not is_now) as before_story_count,
        count(*) filter (where is_now) as article_count,
        count(*) filter (where not is_now) as before_article_count
    from namings
    group by entity_id
    having story_count + before_story_count >= $least
),

tested_entities as (
    select
        entities.entity_id,
        entities.name,
        entities.type,
        entities.code,
        entity_counts.story_count,
        entity_counts.before_story_count,
        entity_counts.article_count,
        entity_counts.before_article_count,
        story_totals.story_total,
        story_totals.before_story_total
    from entity_counts
    inner join asked_entities as entities on entity_counts.entity_id = entities.entity_id
    cross join compared_totals as story_totals
),

ratios as (
    select
        entity_id,
        tail_of(sqrt(g2_of(story_count, story_total, before_story_count, before_story_total))) as p_value
    from tested_entities
),

ranked as (
    select
        entity_id,
        p_value,
        p_value * count(*) over () / row_number() over (order by p_value, entity_id) as stepped_value
    from ratios
),

corrected as (
    select
        entity_id,
        p_value,
        -- The least of this and all later steps.
        least(min(stepped_value) over (order by p_value desc, entity_id desc), 1) as q_value
    from ranked
),

judged as (
    select
        entity_id,
        p_value,
        q_value,
        q_value <= $rate as is_significant
    from corrected
)

select
    tested_entities.entity_id,
    tested_entities.name,
    tested_entities.type,
    tested_entities.code,
    case
        when
            tested_entities.story_count * tested_entities.before_story_total
            >= tested_entities.before_story_count * tested_entities.story_total
            then 'rise'
        else 'fall'
    end as direction,
    tested_entities.story_count,
    tested_entities.before_story_count,
    round(tested_entities.story_count / tested_entities.story_total, 6) as story_share,
    round(tested_entities.before_story_count / tested_entities.before_story_total, 6) as before_story_share,
    round(
        tested_entities.story_count / tested_entities.story_total
        - tested_entities.before_story_count / tested_entities.before_story_total, 6
    ) as story_share_change,
    tested_entities.article_count,
    tested_entities.before_article_count,
    judged.p_value,
    judged.q_value,
    judged.is_significant,
    windows.since_date,
    windows.until_date,
    windows.before_date
from tested_entities
inner join judged on tested_entities.entity_id = judged.entity_id
cross join windows
order by judged.p_value, tested_entities.story_count desc, tested_entities.name, tested_entities.entity_id
limit $top
