-- Question: all indicators of a region and year side by side, as statistics programs want them?
-- One row for each region and year, one column for each indicator of the catalogue (reconsideration.applications is the
-- column reconsideration_applications); values as in indicator_series, in the catalogue's units, from the year's own reports alone.
-- Caveats: a column holds no scope, qualifier or period: fetch them from indicator_series before you publish.
CREATE OR REPLACE VIEW indicator_wide AS
PIVOT (SELECT region_code, year, indicator_id, value FROM indicator_chosen)
ON indicator_id IN ({indicator_columns})
USING first(value)
GROUP BY region_code, year;
COMMENT ON VIEW indicator_wide IS '指标宽表：每地每年一行，目录中每个指标一列；取值同 indicator_series，只取本年度的报告';
COMMENT ON COLUMN indicator_wide.region_code IS '行政区划代码，GB/T 2260 六位数字';
COMMENT ON COLUMN indicator_wide.year IS '报告所述年份（公历年）';
{indicator_comments}
