# How Doxygen reads docs/reference/, after site.sed: the index has the pages below it.
1s/^# \([a-z0-9_]*\)$/# \1 {#reference_\1}/
s/^- \[\([a-z0-9_]*\)\](\1\.md)/- @subpage reference_\1 "\1"/
