-- A region's own name beside the full one: who asks for 通城县 types that, and region_name holds 湖北省咸宁市通城县.

ALTER TABLE report ADD COLUMN region_short VARCHAR;
COMMENT ON COLUMN report.region_short IS '行政区划本名，不带上级，如 通城县（开发区为其本名）；各地有同名者，以代码为准；看不出时为空';
UPDATE report SET region_short = known.name
FROM (SELECT full_name, min(name) AS name FROM dim_region GROUP BY full_name) AS known
WHERE known.full_name = report.region_name;
UPDATE report SET region_short = substring(report.region_name, length(known.full_name) + 1)
FROM (SELECT code, max(full_name) AS full_name FROM dim_region GROUP BY code) AS known
WHERE report.region_short IS NULL AND known.code = report.parent_code AND starts_with(report.region_name, known.full_name);
