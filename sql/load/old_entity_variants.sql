delete from entity_variants;

delete from variant_runs
