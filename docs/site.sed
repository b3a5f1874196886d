# How Doxygen reads the headers and pages; the lines keep their numbers.

# Names without the inline namespace, as a program writes them.
s/^inline namespace v0 {}*$//
s/^}  \/\/ namespace v0$//

# Links to the small examples go to their pages, and those to the tests, which have none, are plain.
s/(examples\/\([0-9]*\)_\([a-z]*\)\/main\.cpp)/(\1__\2_2main_8cpp_source.html)/g
s/\[\([^]]*\)]([./]*tests\/[^)]*)/\1/g
