package org.healthdiary.hands

import com.google.gson.JsonElement
import com.google.gson.JsonParser
import com.google.gson.JsonPrimitive
import org.healthdiary.DiaryException
import org.healthdiary.ScenarioStage
import java.nio.file.Path
import kotlin.io.path.extension
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.name
import kotlin.io.path.nameWithoutExtension
import kotlin.io.path.readText
import kotlin.io.path.writeText
import kotlin.test.Test
import kotlin.test.assertTrue

/** Plays every scenario by calls of the library, and writes what came of it; `scenarios`, `results` and `scratch` are folders. */
class HandsTest {
    @Test
    fun `every scenario`() {
        val (scenarios, results, scratch) = listOf("scenarios", "results", "scratch").map { Path.of(System.getProperty(it)) }
        val files = scenarios.listDirectoryEntries().filter { it.extension == "json" }.sorted()
        assertTrue(files.isNotEmpty())
        for (file in files) {
            val folder = scratch.resolve(file.nameWithoutExtension)
            results.resolve("${file.nameWithoutExtension}.jsonl").writeText(play(file, folder))
            folder.toFile().deleteRecursively()
        }
    }

    private fun play(
        file: Path,
        folder: Path,
    ): String =
        ScenarioStage(file.name, file.readText(), folder.toString()).use { stage ->
            val hands = Hands(stage)
            var answer: String? = null
            while (true) {
                val command = stage.next(answer) ?: break
                answer = answered(JsonParser.parseString(command), hands).toString()
            }
            stage.result().orEmpty()
        }

    private fun answered(
        command: JsonElement,
        hands: Hands,
    ): JsonElement {
        val names = member(command, "drop", null)
        if (!names.isJsonNull) {
            each(names).forEach { hands.letGo(hands.objects.remove(it.asString)!!) }
            return members("gave" to nothing)
        }
        val listener = member(command, "told", null)
        if (!listener.isJsonNull) {
            return members("gave" to hands.told(listener.asString, member(command, "at_least", 0).asInt))
        }
        val text = { name: String -> member(command, name, null).takeUnless { it.isJsonNull }?.asString }
        hands.named = text("as")
        return try {
            members("gave" to call(text("call")!!, text("on")?.let { hands.objects[it] }, member(command, "with", null), hands))
        } catch (refused: DiaryException) {
            members("failed" to JsonPrimitive(failure(refused)))
        }
    }
}
