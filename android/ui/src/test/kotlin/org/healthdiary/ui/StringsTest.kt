package org.healthdiary.ui

import org.junit.Assert.assertEquals
import org.junit.Test
import java.io.File

/** Every word on the screen comes from bindings/messages; none stands in code. */
class StringsTest {
    private val main = File(System.getProperty("fixtures.dir"), "../../android/ui/src/main")

    @Test
    fun `no text stands in code`() {
        val literal = Regex("\"((?:[^\"\\\\]|\\\\.)*)\"")
        val found =
            listOf("parts", "screens", "words", "look", "state").flatMap(::kotlin).filter { it.name != "Icons.kt" }.flatMap { file ->
                val code =
                    file.readLines().filterNot {
                        it.trimStart().startsWith("*") || it.trimStart().startsWith("/") ||
                            it.startsWith("import")
                    }
                code.flatMap { line -> literal.findAll(line.substringBefore(" // ")).map { "${file.name}: ${it.groupValues[1]}" } }
            }
        assertEquals(emptyList<String>(), found.filterNot { NAME.matches(it.substringAfter(": ")) })
    }

    private fun kotlin(folder: String) = File(main, "kotlin/org/healthdiary/ui/$folder").walk().filter { it.extension == "kt" }.toList()

    private companion object {
        /** Names of the core, units, skeletons of dates, keys of lists, signs: nothing that anybody reads as words. */
        val NAME =
            Regex(
                "[a-z0-9-]*|mmHg|kPa|°[CF]|mmol/L|mg/dL|kg/m²|kcal/d|/min|L/min|mL|L|IU|%|[EdMyHhm]+|" +
                    "day \\$\\{day.day}|hidden|\\\\u2066\\\$code\\\\u2069|[−+]\\\$number|\\W*",
            )
    }
}
