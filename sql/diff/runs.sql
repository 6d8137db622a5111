-- title:   The two runs
-- grain:   one row per run, the earlier one first
-- params:  earlier text = null; later text = null
-- columns: run_id key of the run;
--          started_at UTC;
--          status running, done, failed or died;
--          code_version version of the program;
--          extractor_version version of code, model and lexicon together;
--          model spaCy model;
--          lexicon_hash of the lexicon and reference files;
--          read_count records read;
--          rejected_count records that could not be used
select
    run_id,
    started_at,
    status,
    code_version,
    extractor_version,
    model,
    lexicon_hash,
    read_count,
    rejected_count
from runs
where run_id in ($earlier, $later)
order by run_id
