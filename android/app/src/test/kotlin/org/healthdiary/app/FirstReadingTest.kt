package org.healthdiary.app

import android.app.Application
import android.bluetooth.BluetoothManager
import android.content.Context
import android.view.WindowManager
import androidx.compose.ui.semantics.SemanticsNode
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.semantics.getOrNull
import androidx.compose.ui.test.ComposeTimeoutException
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.hasClickAction
import androidx.compose.ui.test.hasContentDescription
import androidx.compose.ui.test.hasSetTextAction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.isRoot
import androidx.compose.ui.test.junit4.v2.createEmptyComposeRule
import androidx.compose.ui.test.onAllNodesWithText
import androidx.compose.ui.test.onNodeWithContentDescription
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollTo
import androidx.compose.ui.test.performTextInput
import androidx.compose.ui.test.performTextReplacement
import androidx.test.core.app.ActivityScenario
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.runBlocking
import org.healthdiary.RadioCommand
import org.healthdiary.SimulatedDevice
import org.healthdiary.SimulatedModel
import org.healthdiary.Sync
import org.healthdiary.SyncProgress
import org.healthdiary.SyncResult
import org.healthdiary.bridge.Bridge
import org.healthdiary.bridge.radio.DeviceRadio
import org.healthdiary.bridge.radio.NearDevice
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode

/** From the first start to a reading of a simulated cuff, by what somebody sees and taps, over the real core. */
@OptIn(ExperimentalTestApi::class)
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [34], qualifiers = "w412dp-h915dp-xhdpi")
@GraphicsMode(GraphicsMode.Mode.NATIVE)
class FirstReadingTest {
    @get:Rule val rule = createEmptyComposeRule()
    private val context: Context = RuntimeEnvironment.getApplication()
    private val cuff = SimulatedDevice(SimulatedModel.AND_CUFF, "Europe/London")
    private lateinit var bridge: Bridge
    private lateinit var activity: ActivityScenario<MainActivity>

    private inner class SimulatedRadio : DeviceRadio {
        override suspend fun talk(
            sync: Sync,
            address: String,
            patient: Boolean,
            progress: (SyncProgress) -> Unit,
        ): SyncResult {
            cuff.begin()
            while (true) {
                val happened = cuff.next() ?: break
                val commands = sync.handle(happened.event, happened.clocks)
                commands.filterIsInstance<RadioCommand.Report>().forEach { progress(it.progress) }
                cuff.carryOut(commands)
            }
            return checkNotNull(cuff.result())
        }

        override fun near(all: Boolean): Flow<List<NearDevice>> = MutableStateFlow(listOf(NearDevice(ADDRESS, "A&D UA-651BLE", true, -50)))
    }

    @Before
    fun start() {
        shadowOf(context as Application).grantPermissions("android.permission.BLUETOOTH_SCAN", "android.permission.BLUETOOTH_CONNECT")
        shadowOf(context.getSystemService(BluetoothManager::class.java).adapter).setEnabled(true)
        bridge = Bridge.replace(context, SimulatedRadio())
        activity = ActivityScenario.launch(MainActivity::class.java)
    }

    @After
    fun shut() {
        activity.close()
        runBlocking { bridge.diary.shut() }
    }

    private fun see(text: String) {
        try {
            rule.waitUntil(PATIENCE_MS) { rule.onAllNodesWithText(text, substring = true).fetchSemanticsNodes().isNotEmpty() }
        } catch (_: ComposeTimeoutException) {
            val seen = rule.onAllNodes(isRoot()).fetchSemanticsNodes().flatMap(::textsOf)
            throw AssertionError("not seen: $text; but: $seen")
        }
    }

    private fun textsOf(node: SemanticsNode): List<String> =
        node.config.getOrNull(SemanticsProperties.Text).orEmpty().map { it.text } + node.children.flatMap(::textsOf)

    private fun tap(text: String) {
        see(text)
        rule.onNodeWithText(text).performClick()
    }

    private fun type(
        label: String,
        text: String,
        anew: Boolean = false,
    ) {
        val line = rule.onNode(hasContentDescription(label) and hasSetTextAction()).performScrollTo()
        if (anew) line.performTextReplacement(text) else line.performTextInput(text)
    }

    /** The groups of the code, as they are read aloud. */
    private fun groups(): List<String> {
        see("I wrote it down")
        return rule
            .onAllNodes(hasContentDescription("Group ", substring = true))
            .fetchSemanticsNodes()
            .map { it.config[SemanticsProperties.ContentDescription].single().substringAfter(": ").replace(" ", "") }
    }

    private fun firstRun() {
        see("Start")
        type("What shall we call you?", "Ana")
        tap("Start")
        see("Once more")
        type("Passphrase", PASSPHRASE)
        type("Once more", PASSPHRASE)
        tap("Continue")
        val groups = groups()
        tap("I wrote it down")
        see("Let us check")
        type("Group 2", groups[1])
        type("Group ${groups.size - 1}", groups[groups.size - 2])
        tap("Continue")
        see("Your diary is ready. Take a reading, or type one.")
    }

    private fun addCuff() {
        rule.onNodeWithContentDescription("Settings and more").performClick()
        tap("Add a device")
        tap("A&D UA-651BLE")
        see("UA-651BLE is paired.")
        // The first person has the cuff; whoever wants to says otherwise.
        rule.onNodeWithText("Say who uses it").assertExists()
        back()
        see("Devices")
        back()
    }

    private fun back() = activity.onActivity { it.onBackPressedDispatcher.onBackPressed() }

    private fun takeReading() {
        cuff.measurePressure(0u, 128u, 82u, 64u)
        tap("Take a reading")
        tap("Keep")
    }

    @Test
    fun `from the first start to a reading of the cuff`() {
        firstRun()
        addCuff()
        takeReading()
        hear("128 over 82")
        assertEquals("the cuff has given what it had", 0uL, cuff.held())
    }

    @Test
    fun `the door shuts over what is half typed, and opens on it again`() {
        firstRun()
        tap("Type a reading")
        press("131")
        runBlocking { bridge.diary.shut() }
        see("Unlock")
        type("Passphrase", "not this one")
        tap("Unlock")
        see("That is not the passphrase")
        type("Passphrase", PASSPHRASE, anew = true)
        tap("Unlock")
        see("Save")
        hear("131")
    }

    @Test
    fun `a typed reading is asked about where it is odd, and then kept`() {
        firstRun()
        tap("Type a reading")
        press("250")
        tap("Next")
        press("84")
        tap("Save")
        tap("Save all the same")
        hear("250 over 84")
    }

    private fun press(digits: String) {
        see("When")
        for (digit in digits) rule.onNode(hasText(digit.toString()) and hasClickAction()).performClick()
    }

    /** What is read aloud. */
    private fun hear(spoken: String) {
        rule.waitUntil(PATIENCE_MS) {
            rule.onAllNodes(hasContentDescription(spoken, substring = true)).fetchSemanticsNodes().isNotEmpty()
        }
    }

    @Test
    fun `nothing of what is shown reaches a picture of the screen or the switcher of tasks`() {
        activity.onActivity { assertTrue(it.window.attributes.flags and WindowManager.LayoutParams.FLAG_SECURE != 0) }
    }

    private companion object {
        const val ADDRESS = "00:11:22:33:44:77"
        const val PASSPHRASE = "seven invented words nobody would guess"
        const val PATIENCE_MS = 15_000L
    }
}
