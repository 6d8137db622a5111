-- title:   Settings that differ
-- grain:   one row per setting with another value in the later run
-- params:  earlier text = null; later text = null
-- columns: setting name;
--          earlier_value value in the earlier run;
--          later_value value in the later run
with
settings as (
    select
        run_id,
        unnest(json_keys(settings_json::json)) as setting,
        settings_json::json as settings
    from runs
    where run_id in ($earlier, $later)
),

told as (
    select
        setting,
        any_value(json_extract_string(settings, '$."' || setting || '"')) filter (where run_id = $earlier)
            as earlier_value,
        any_value(json_extract_string(settings, '$."' || setting || '"')) filter (where run_id = $later)
            as later_value
    from settings
    group by setting
)

select
    setting,
    earlier_value,
    later_value
from told
where earlier_value is distinct from later_value
order by setting
