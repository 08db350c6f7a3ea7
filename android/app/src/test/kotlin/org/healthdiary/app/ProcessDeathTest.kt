package org.healthdiary.app

import androidx.compose.ui.semantics.SemanticsActions
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.semantics.getOrNull
import androidx.compose.ui.test.ComposeTimeoutException
import androidx.compose.ui.test.SemanticsMatcher
import androidx.compose.ui.test.hasClickAction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.isEnabled
import androidx.compose.ui.text.AnnotatedString
import kotlinx.coroutines.runBlocking
import org.healthdiary.ui.screens.ShownKind
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test

/**
 * The system ends the process at every place, and somebody comes back to where they were, with what they had typed.
 *
 * A new place is in this by itself: it is gone to, typed into, and has to be there again, unless [elsewhere] says why not.
 */
internal class ProcessDeathTest : AtTheApp() {
    private lateinit var entry: String
    private lateinit var device: String

    /** Places that somebody does not come back to, and where they are instead. */
    private val elsewhere: Map<Place, Place> =
        mapOf(
            // A conversation ends with the process, and none begins by itself.
            Place.Take to Place.Today,
            Place.AddDevice to Place.Today,
            // What arrived is kept, and stands on the first screen.
            Place.NewReading to Place.Today,
            // What is made anew there is a secret: somebody begins again.
            Place.NewPassphrase to Place.Today,
            Place.NewCode to Place.Today,
            Place.Rescue to Place.Today,
            Place.PhoneKey to Place.Today,
        )

    /** These come before the diary is open: see the other tests here. */
    private val beforeTheDoor = listOf(Place.Welcome, Place.Passphrase, Place.RecoveryCode, Place.Unlock, Place.Restore)

    /** One place of each kind there is. */
    private fun places(): List<Place> =
        Place::class.java.permittedSubclasses.map { kind ->
            val only = kind.fields.firstOrNull { it.name == "INSTANCE" }
            if (only != null) only.get(null) as Place else example(kind)
        }

    private fun example(kind: Class<*>): Place =
        when (kind) {
            Place.Entry::class.java -> Place.Entry(entry)
            Place.Users::class.java -> Place.Users(device)
            else -> throw AssertionError("say here which ${kind.simpleName} somebody goes to")
        }

    private val here get() = model.ways.place.value

    override fun prepare() {
        made()
        device =
            runBlocking {
                val paired = checkNotNull(bridge.devices.pair(radio.inTheAir.value.single()))
                bridge.devices.assign(paired.id, null, bridge.people.all().single().id)
                paired.id
            }
    }

    private fun anEntry() {
        tap("Type a reading")
        press("118")
        tap("Next")
        press("76")
        tap("Save")
        hear("118 over 76")
        val ana = checkNotNull(model.whose.person.value)
        entry = runBlocking { bridge.entries.page(ana.id, null) }.entries.single().id
    }

    private fun go(to: Place) {
        if (to == Place.NewReading) cuff.measurePressure(0u, 128u, 82u, 64u)
        rule.runOnUiThread {
            when (to) {
                Place.Form -> model.form.start(ShownKind("temperature"))
                Place.NewReading -> model.ways.go(Place.Take)
                else -> model.ways.go(to)
            }
        }
        until { here == to }
        settle()
    }

    private val secret = SemanticsMatcher.keyIsDefined(SemanticsProperties.Password)
    private val line = SemanticsMatcher.keyIsDefined(SemanticsActions.SetText) and isEnabled()

    /** Types into everything there is to type into; what stands there then. */
    private fun fill() {
        rule.onAllNodes(line).fetchSemanticsNodes().indices.forEach { at ->
            val node = rule.onAllNodes(line)[at].fetchSemanticsNode()
            val typed = if (secret.matches(node)) SECRET else "12"
            rule.runOnUiThread { node.config[SemanticsActions.SetText].action?.invoke(AnnotatedString(typed)) }
            rule.waitForIdle()
        }
        val pad = rule.onAllNodes(hasText("1") and hasClickAction()).fetchSemanticsNodes().firstOrNull()
        pad?.let { rule.runOnUiThread { it.config[SemanticsActions.OnClick].action?.invoke() } }
    }

    private fun typed(): List<String> =
        rule.onAllNodes(line).fetchSemanticsNodes().map {
            if (secret.matches(it)) "" else it.config.getOrNull(SemanticsProperties.EditableText)?.text.orEmpty()
        }

    /** What is not as it was. */
    private fun comeBackTo(place: Place): List<String> {
        rule.runOnUiThread { model.ways.begin(Place.Today) }
        go(place)
        fill()
        val (said, lines) = settle() to typed()
        dieAndComeBack()
        assertFalse("a secret was kept", SECRET in String(keptBytes, Charsets.UTF_16LE) || SECRET in String(keptBytes))
        unlock()
        until { here != Place.Unlock && (here != Place.Today || model.today.state.value.read) }
        val again = settle()
        val expected = elsewhere[place] ?: place
        return listOfNotNull(
            "$place: back at $here".takeIf { here != expected },
            "$place: typed $lines, back with ${typed()}".takeIf { expected == place && typed() != lines },
            "$place: was $said, is $again".takeIf { expected == place && again != said },
        )
    }

    @Test
    fun `somebody comes back to every place, with what was typed`() {
        anEntry()
        val wrong = mutableListOf<String>()
        for (place in places() - beforeTheDoor.toSet()) {
            try {
                wrong += comeBackTo(place)
            } catch (stuck: AssertionError) {
                wrong += "$place: ${stuck.message}"
            } catch (stuck: ComposeTimeoutException) {
                wrong += "$place: ${stuck.message}, at $here: ${seen()}"
            }
        }
        assertEquals(emptyList<String>(), wrong)
    }

    @Test
    fun `what is said of places that nobody comes back to is about places there are`() {
        entry = "1"
        assertTrue(places().containsAll(elsewhere.keys + elsewhere.values + beforeTheDoor))
    }

    private companion object {
        const val SECRET = "never to be kept 7"
    }
}
