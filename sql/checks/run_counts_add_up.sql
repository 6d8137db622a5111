-- Fails if the records that a run read are not what it says became of them, or not what is stored of it.
--
-- Nothing may be lost on the way from the input to the database without being counted. Only runs that said that they
-- are done have counts.
with
done as (
    select
        run_id,
        read_count,
        rejected_count,
        coalesce(skipped_count, 0) as skipped_count,
        new_count + revised_count as text_count,
        reextracted_count,
        new_count + revised_count + unchanged_count + reextracted_count + duplicate_count + rejected_count
        + coalesce(skipped_count, 0) as counted
    from runs
    where status = 'done'
),

texts as (
    select
        run_id,
        count(*) as text_count
    from articles
    group by run_id
),

loads as (
    select
        run_id,
        sum(reextracted_count) as reextracted_count
    from batches
    group by run_id
),

reads as (
    select
        run_id,
        sum(record_count) as record_count,
        sum(rejected_count) as rejected_count,
        coalesce(sum(skipped_count), 0) as skipped_count
    from inputs
    group by run_id
),

passed_over as (
    select
        run_id,
        sum(record_count) as record_count
    from skips
    group by run_id
)

select
    d.run_id,
    d.read_count,
    d.counted,
    r.record_count as records_of_inputs,
    d.rejected_count,
    r.rejected_count as rejected_of_inputs,
    d.skipped_count,
    r.skipped_count as skipped_of_inputs,
    s.record_count as skips_stored,
    d.text_count,
    t.text_count as texts_stored,
    d.reextracted_count,
    l.reextracted_count as reextracted_stored
from done as d
left join texts as t on d.run_id = t.run_id
left join loads as l on d.run_id = l.run_id
left join reads as r on d.run_id = r.run_id
left join passed_over as s on d.run_id = s.run_id
where
    d.read_count is distinct from d.counted
    or d.text_count is distinct from coalesce(t.text_count, 0)
    or d.reextracted_count is distinct from coalesce(l.reextracted_count, 0)
    or d.read_count != r.record_count
    or d.rejected_count != r.rejected_count
    or d.skipped_count != r.skipped_count
    or d.skipped_count != coalesce(s.record_count, 0)
order by d.run_id
