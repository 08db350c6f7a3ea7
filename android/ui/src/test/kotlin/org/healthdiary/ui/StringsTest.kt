package org.healthdiary.ui

import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.w3c.dom.Comment
import org.w3c.dom.Element
import org.w3c.dom.Node
import java.io.File
import javax.xml.parsers.DocumentBuilderFactory

/** Every word on the screen is a string of both languages, with a note for translators; none stands in code. */
class StringsTest {
    private val main = File(System.getProperty("fixtures.dir"), "../../android/ui/src/main")

    private class Words(
        val text: String,
        val note: String?,
    )

    /** By key; of a plural, one for each quantity. */
    private fun words(folder: String): Map<String, Words> =
        File(main, "res/$folder").listFiles().orEmpty().filter { it.extension == "xml" }.flatMap(::read).toMap()

    private fun read(file: File): List<Pair<String, Words>> {
        val root = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file).documentElement
        val elements = generateSequence(root.firstChild, Node::getNextSibling).filterIsInstance<Element>()
        return elements.toList().flatMap { element ->
            val key = element.getAttribute("name")
            val items = element.getElementsByTagName("item")
            val note = note(element)
            if (items.length == 0) {
                listOf(key to Words(element.textContent, note))
            } else {
                List(items.length) {
                    items.item(it) as Element
                }.map { "$key ${it.getAttribute("quantity")}" to Words(it.textContent, note) }
            }
        }
    }

    private fun note(element: Element): String? =
        generateSequence(element.previousSibling, Node::getPreviousSibling)
            .takeWhile { it !is Element }
            .filterIsInstance<Comment>()
            .firstOrNull()
            ?.textContent
            ?.trim()

    private fun parts(words: Words) = Regex("%\\d\\$[sd]").findAll(words.text).map { it.value }.toSortedSet()

    @Test
    fun `both languages have the same keys, with the same parts`() {
        val english = words("values")
        val german = words("values-de")
        assertTrue(english.size > MANY)
        assertEquals(english.keys.sorted(), german.keys.sorted())
        for ((key, word) in english) assertEquals(key, parts(word), parts(german.getValue(key)))
    }

    @Test
    fun `each has words, and a note for translators`() {
        for ((key, word) in words("values") + words("values-de")) assertTrue(key, word.text.isNotBlank())
        for ((key, word) in words("values")) assertTrue("$key has no note", word.note.orEmpty().length > 1)
    }

    @Test
    fun `each is used`() {
        val code = kotlin("").joinToString("\n") { it.readText() }
        val used = Regex("R\\.(?:string|plurals)\\.(\\w+)").findAll(code).map { it.groupValues[1] }.toSet()
        assertEquals(emptyList<String>(), words("values").keys.map { it.substringBefore(' ') }.filterNot { it in used }.distinct())
    }

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
        const val MANY = 500

        /** Names of the core, units, skeletons of dates, keys of lists, signs: nothing that anybody reads as words. */
        val NAME =
            Regex(
                "[a-z0-9-]*|mmHg|kPa|°[CF]|mmol/L|mg/dL|kg/m²|kcal/d|/min|L/min|mL|L|IU|%|[EdMyHhm]+|" +
                    "day \\$\\{day.day}|hidden|\\\\u2066\\\$code\\\\u2069|[−+]\\\$number|\\W*",
            )
    }
}
