-- Stories that are one because a new wording is a near copy of another:
--   of the shorter one min_share of its runs of three words is in the longer one, of a table min_table_share;
--   the longer one is at most max_times_longer: beyond, the estimate is noise;
--   their figures agree, for a form filled in with other figures is another story. Of the shorter list of figures may
--   be missing one per hundred words or, unless both are tables, two that are not over three in ten of the list.
-- Why these numbers: docs/decisions/0007-stories.md.
insert into batch_links (story_id, other_id)
with
rule as (
    select
        128 as value_count,
        0.6 as min_share,
        0.9 as min_table_share,
        5 as max_times_longer
),

pairs as (
    select
        c.story_id,
        c.other_id,
        a.minhash,
        b.minhash as other_minhash,
        a.is_table and b.is_table as is_table,
        a.shingle_count + b.shingle_count as both_count,
        least(a.shingle_count, b.shingle_count) as shorter_count,
        greatest(a.shingle_count, b.shingle_count) as longer_count,
        least(len(a.figures), len(b.figures)) as figure_count,
        least(len(a.figures), len(b.figures)) - len(list_intersect(a.figures, b.figures)) as missing_count
    from batch_candidates as c
    inner join story_texts as a on c.story_key = a.story_key
    inner join story_texts as b on c.other_key = b.story_key
),

agreeing as (
    select
        p.story_id,
        p.other_id,
        p.minhash,
        p.other_minhash,
        p.both_count,
        p.shorter_count * case when p.is_table then r.min_table_share else r.min_share end as wanted_count,
        row_number() over () as pair
    from pairs as p
    cross join rule as r
    where
        p.longer_count <= r.max_times_longer * p.shorter_count
        and (
            p.missing_count * 100 <= p.shorter_count
            or (
                not p.is_table
                and p.missing_count * 50 <= p.shorter_count
                and p.missing_count * 10 <= p.figure_count * 3
            )
        )
),

beside as (
    select
        pair,
        unnest(minhash) as numbers,
        unnest(other_minhash) as other_numbers
    from agreeing
),

equal as (
    select
        pair,
        count(*) filter (where numbers >> 16 = other_numbers >> 16)
        + count(*) filter (where numbers & 65535 = other_numbers & 65535) as equal_count
    from beside
    group by pair
)

-- Jaccard j = equal / all gives the common runs j / (1 + j) of both counts together.
select distinct
    a.story_id,
    a.other_id
from agreeing as a
inner join equal as e on a.pair = e.pair
cross join rule as r
where e.equal_count / (r.value_count + e.equal_count) * a.both_count >= a.wanted_count
