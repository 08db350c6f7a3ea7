package org.healthdiary.app

import kotlinx.coroutines.Job
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch
import org.healthdiary.bridge.Checked
import org.healthdiary.bridge.CheckedFile
import org.healthdiary.bridge.Checks
import org.healthdiary.bridge.DiaryTrouble
import org.healthdiary.bridge.Step
import org.healthdiary.bridge.Trouble
import org.healthdiary.ui.screens.AboutAction
import org.healthdiary.ui.screens.AboutState
import org.healthdiary.ui.screens.CheckAction
import org.healthdiary.ui.screens.CheckProblem
import org.healthdiary.ui.screens.CheckResult
import org.healthdiary.ui.screens.CheckState
import org.healthdiary.ui.screens.Compared
import org.healthdiary.ui.screens.Damage
import org.healthdiary.ui.screens.NamedLicence
import org.healthdiary.ui.state.HowFar

/** Whether anything was changed unnoticed. */
internal class CheckModel(
    private val checks: Checks,
    private val parts: Care.Parts,
) {
    private val now = MutableStateFlow(CheckState(parts.whose.today.value, noted = parts.saved[NOTED] ?: ""))
    private var running: Job? = null
    val state: StateFlow<CheckState> = now.asStateFlow()

    fun begin() {
        now.update { it.copy(today = parts.whose.today.value) }
        parts.scope.launch {
            val heads = checks.heads()
            now.update { it.copy(heads = heads) }
        }
    }

    fun act(action: CheckAction) {
        when (action) {
            CheckAction.Back -> {
                running?.cancel()
                now.update { it.copy(running = null, problem = null) }
                parts.ways.back()
            }

            CheckAction.Check -> {
                check()
            }

            CheckAction.Cancel -> {
                running?.cancel()
                now.update { it.copy(running = null, problem = CheckProblem.Stopped) }
            }

            is CheckAction.Note -> {
                parts.saved[NOTED] = action.noted
                now.update { it.copy(noted = action.noted, compared = null) }
            }

            CheckAction.Compare -> {
                parts.scope.launch {
                    val compared = compare()
                    now.update { it.copy(compared = compared) }
                }
            }

            CheckAction.Restore -> {
                parts.ways.go(Place.Restore)
            }
        }
    }

    private suspend fun compare(): Compared =
        try {
            val found = checks.compare(now.value.noted)
            val of = found.file?.let(::damageOf) ?: Damage.Household
            when (found.proof) {
                "kept" -> Compared.Kept(of, found.since?.toInt() ?: 0)
                "differs", "shortened" -> Compared.Differs(of)
                "locked" -> Compared.Locked
                else -> Compared.Unknown
            }
        } catch (refused: DiaryTrouble) {
            if (refused.what != Trouble.INVALID) throw refused
            Compared.NoNote
        }

    private fun check() {
        now.update { it.copy(running = HowFar(0), problem = null, result = null) }
        running =
            parts.scope.launch {
                try {
                    checks.everything().collect(::show)
                } catch (refused: DiaryTrouble) {
                    val problem = if (refused.what in STOPS) CheckProblem.Stopped else CheckProblem.Failed
                    now.update { it.copy(running = null, problem = problem) }
                }
            }
    }

    private fun show(step: Step<Checked>) {
        when (step) {
            is Step.Far -> now.update { it.copy(running = HowFar(step.done, step.of)) }
            is Step.Done -> now.update { it.copy(running = null, result = resultOf(step.came)) }
        }
    }

    private fun resultOf(found: Checked) =
        CheckResult(
            at = shown(System.currentTimeMillis()),
            changes = found.changes.toInt(),
            locked = found.locked.mapNotNull { it.person }.distinct(),
            damage = found.damaged.map(::damageOf) + listOfNotNull(found.mediaWrong.takeIf { it > 0 }?.let { Damage.Pictures(it) }),
        )

    private fun damageOf(file: CheckedFile): Damage =
        when (file.what) {
            "inbox" -> Damage.Inbox
            "household" -> Damage.Household
            else -> file.person?.let { Damage.Diary(it) } ?: Damage.Household
        }

    private companion object {
        const val NOTED = "check.noted"

        /** The diary was locked in the middle, or somebody said stop. */
        val STOPS = setOf(Trouble.SHUT, Trouble.CANCELLED)
    }
}

/** What the app is, and what it is made of. */
internal class AboutModel(
    private val checks: Checks,
    private val parts: Care.Parts,
) {
    private val now = MutableStateFlow(AboutState(parts.phone.version, zones = ""))
    val state: StateFlow<AboutState> = now.asStateFlow()

    fun begin() {
        parts.scope.launch {
            val zones = checks.zones()
            val licences = parts.phone.licences().map { line -> NamedLicence(line.substringBefore('\t'), line.substringAfter('\t')) }
            now.update { it.copy(zones = zones, licences = licences) }
        }
    }

    fun act(action: AboutAction) {
        when (action) {
            AboutAction.Back -> parts.ways.back()
        }
    }
}
